import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Binaries } from './binaries';
import type { RunAs } from './run-as';

export interface Cluster {
  /** PostgreSQL's own folder, inside the data folder. */
  pgdata: string;
  password: string;
}

/** PostgreSQL must not see the operator's own PGDATA, PGPORT, LANG and the like. */
export function serverEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG') && !name.startsWith('LC_') && name !== 'LANG');
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV };
}

/**
 * Makes sure that a database cluster with the role and database `muster` exists below `dir`. It is built beside its place and moved
 * there whole: a crash leaves nothing half made, and of two starters one wins.
 * @throws Error when the folder was made by another major version, or initdb fails.
 */
export function ensureCluster(dir: string, binaries: Binaries, runAs: RunAs, durable = true): Cluster {
  const pgdata = path.join(dir, 'data');
  const password = ensurePassword(dir);
  if (!existsSync(path.join(pgdata, 'PG_VERSION'))) build(dir, pgdata, password, binaries, runAs, durable);
  const version = readFileSync(path.join(pgdata, 'PG_VERSION'), 'utf8').trim();
  if (version !== binaries.major) {
    throw new Error(
      `${pgdata} was made by PostgreSQL ${version}, this Muster brings ${binaries.major}. Dump it with the old version, or set MUSTER_DATA_DIR to a new folder.`,
    );
  }
  return { pgdata, password };
}

function build(dir: string, pgdata: string, password: string, binaries: Binaries, runAs: RunAs, durable: boolean): void {
  const draft = path.join(dir, `data.new-${process.pid}-${randomBytes(4).toString('hex')}`);
  const own = { env: serverEnv(), encoding: 'utf8', ...(runAs.user ?? {}), cwd: dir } as const;
  const run = (program: string, args: string[], input = '') => {
    const [command = program, ...rest] = [...runAs.prefix, program, ...args];
    const done = spawnSync(command, rest, { ...own, input });
    if (done.status === 0) return;
    rmSync(draft, { recursive: true, force: true });
    const why = done.error?.message ?? done.stderr.trim().split('\n').slice(-4).join(' ');
    throw new Error(`PostgreSQL could not create its data in ${dir}: ${why}${missingLibc(done.error)}`);
  };
  const locale = ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '-E', 'UTF8'];
  if (runAs.user) chownSync(passwordFile(dir), runAs.user.uid, runAs.user.gid);
  run(binaries.initdb, [
    '-D',
    draft,
    '-U',
    'postgres',
    '-A',
    'scram-sha-256',
    `--pwfile=${passwordFile(dir)}`,
    ...locale,
    ...(durable ? [] : ['--no-sync']),
  ]);
  run(
    binaries.postgres,
    ['--single', '-D', draft, '-c', 'password_encryption=scram-sha-256', 'postgres'],
    // The application is no superuser, here as on a managed server. CREATEDB is for the tests and db:reset.
    `CREATE ROLE muster LOGIN CREATEDB PASSWORD '${password}'\nCREATE DATABASE muster OWNER muster\n`,
  );
  try {
    renameSync(draft, pgdata);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(path.join(pgdata, 'PG_VERSION'))) throw error; // otherwise another starter was faster
  }
}

function missingLibc(error: Error | undefined): string {
  const absent = (error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT' && process.platform === 'linux';
  return absent ? '. It needs glibc; on Alpine set DATABASE_URL.' : '';
}

const passwordFile = (dir: string) => path.join(dir, 'password');

// Written whole before it gets its name, so that of two starters one wins and the other reads the same password.
function ensurePassword(dir: string): string {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = passwordFile(dir);
  if (!existsSync(file)) {
    const draft = `${file}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
    const handle = openSync(draft, 'wx', 0o600);
    writeSync(handle, randomBytes(24).toString('hex'));
    fsyncSync(handle);
    closeSync(handle);
    try {
      linkSync(draft, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft);
    }
  }
  return readFileSync(file, 'utf8').trim();
}
