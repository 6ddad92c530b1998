import { existsSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { findBinaries } from './binaries';
import { ensureCluster } from './cluster';
import { clearStalePidFile, livingPostmaster, type Postmaster } from './pid-file';
import { identity, isAlive, isServerOf } from './processes';
import { chooseRunAs, type RunAs } from './run-as';
import { freePort, launch, reapOrphans, shutDown } from './server';
import { serverSettings } from './settings';

export interface EmbeddedPostgres {
  /** Of the role and database `muster`, on loopback, with the generated password. */
  url: string;
  /** Whether the server still lives. */
  alive(): boolean;
  /** Stops the server, unless the process that started it still lives. */
  stop(): Promise<void>;
}

interface Options {
  /** A folder of its own for the server; made when missing. */
  dataDir: string;
  /** Told one line per thing an operator would want to know. */
  log: (line: string) => void;
  /** false for tests only: no fsync, a crash of the machine loses the data. */
  durable?: boolean;
  /** For tests: how to leave root. */
  runAs?: (dir: string, postgres: string) => RunAs;
}

/**
 * Starts the PostgreSQL that npm installed on this data folder, or joins the one that already lives there (its starter was killed, or
 * is another Muster process).
 * @throws Error with one readable line.
 */
export async function startEmbeddedPostgres({ dataDir, log, durable = true, runAs = chooseRunAs }: Options): Promise<EmbeddedPostgres> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const dir = realpathSync(dataDir);
  const binaries = findBinaries();
  const user = runAs(dir, binaries.postgres);
  const { pgdata, password } = ensureCluster(dir, binaries, user, durable);
  const urlOf = (port: number) => `postgres://muster:${password}@127.0.0.1:${port}/muster`;
  const logFile = path.join(dir, 'postgres.log');
  const until = Date.now() + 60_000;

  for (let attempt = 1; ; attempt++) {
    const living = await waitForLiving(pgdata, until);
    if (living) {
      log(`PostgreSQL was already running (pid ${living.pid}, port ${living.port})`);
      await answers(urlOf(living.port), until);
      return handle(dir, pgdata, living, urlOf(living.port));
    }
    if (clearStalePidFile(pgdata)) {
      const orphans = await reapOrphans(pgdata);
      log(`PostgreSQL did not end properly last time; recovering${orphans ? ` (ended ${orphans} left-over processes)` : ''}`);
    }
    const port = await freePort(rememberedPort(dir));
    const result = await launch({ binaries, runAs: user, pgdata, port, logFile, settings: serverSettings(durable) });
    if ('pid' in result) {
      writeFileSync(path.join(dir, 'port'), String(port), { mode: 0o600 });
      await answers(urlOf(port), until);
      return handle(dir, pgdata, { pid: result.pid, port, state: 'ready' }, urlOf(port));
    }
    // Another starter won, a port was taken in between, or an orphan still holds the shared memory: look again.
    if (attempt >= 5) throw new Error(`PostgreSQL did not start: ${result.failed}\nIts log: ${logFile}`);
    if (!livingPostmaster(pgdata)) await reapOrphans(pgdata);
  }
}

// A server that is starting is waited for; one that is stopping is waited out.
async function waitForLiving(pgdata: string, until: number): Promise<Postmaster | null> {
  for (;;) {
    const living = livingPostmaster(pgdata);
    if (!living || living.state === 'ready') return living;
    if (Date.now() > until) throw new Error(`PostgreSQL (pid ${living.pid}) has been ${living.state} for a minute. Look at ${pgdata}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// A real sign-in, both ways: scram also proves to us that the server knows our password.
async function answers(url: string, until: number): Promise<void> {
  for (;;) {
    const sql = postgres(url, { max: 1, connect_timeout: 5, onnotice: () => {} });
    try {
      await sql`SELECT 1`;
      return;
    } catch (error) {
      const startingUp = (error as { code?: string }).code === '57P03';
      if (!startingUp || Date.now() > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    } finally {
      await sql.end();
    }
  }
}

/*
 * Who stops the server: whoever is written in `owner`. A process that joins takes over only from a dead one, so a `npm run seed` beside
 * a running Muster leaves the server alone, and a start after `kill -9` ends what it found.
 */
function handle(dir: string, pgdata: string, server: Postmaster, url: string): EmbeddedPostgres {
  const file = path.join(dir, 'owner');
  const me = identity(process.pid);
  const owner = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const pid = Number(owner.split(':')[0]);
  const owned = pid > 0 && isAlive(pid) && identity(pid) === owner;
  if (!owned) writeFileSync(file, me, { mode: 0o600 });
  return {
    url,
    alive: () => isServerOf(server.pid, pgdata),
    async stop() {
      if (!existsSync(file) || readFileSync(file, 'utf8') !== me) return;
      rmSync(file);
      await shutDown(server.pid, pgdata);
    },
  };
}

function rememberedPort(dir: string): number | undefined {
  const file = path.join(dir, 'port');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) || undefined : undefined;
}
