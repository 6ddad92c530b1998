import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { livingPostmaster } from '@/server/db/embedded/pid-file';
import { isAlive } from '@/server/db/embedded/processes';
import { shutDown } from '@/server/db/embedded/server';
import { startEmbeddedPostgres } from '@/server/db/embedded/start';

export interface TestServer {
  url: string;
  stop(): Promise<void>;
}

const prefix = 'muster-test-';

/** A real PostgreSQL for one run of the tests: the one of TEST_DATABASE_URL, or an embedded one in a temporary folder. */
export async function startTestServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL;
  if (given) {
    if (!['localhost', '127.0.0.1', '[::1]'].includes(new URL(given).hostname)) {
      throw new Error('TEST_DATABASE_URL is not a database on this machine. The tests create and drop databases.');
    }
    return { url: given, stop: async () => {} };
  }
  await sweep();
  const dataDir = mkdtempSync(path.join(tmpdir(), prefix));
  const server = await startEmbeddedPostgres({ dataDir, log: () => {}, durable: false });
  return {
    url: server.url,
    async stop() {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

// A run that was killed left its server running.
async function sweep(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const dir = path.join(tmpdir(), name);
    let owner: number;
    try {
      owner = Number(readFileSync(path.join(dir, 'owner'), 'utf8').split(':')[0]);
    } catch {
      continue; // another run is just making it
    }
    if (isAlive(owner)) continue;
    const pgdata = path.join(dir, 'data');
    const living = livingPostmaster(pgdata);
    if (living) await shutDown(living.pid, pgdata, 2_000);
    rmSync(dir, { recursive: true, force: true });
  }
}
