import path from 'node:path';
import { startEmbeddedPostgres } from '@/server/db/embedded/start';
import { readSettings } from './settings';

/** The database of the settings, for scripts: DATABASE_URL, or the embedded one, joined when Muster runs and started when not. */
export async function joinDatabase(log: (line: string) => void): Promise<{ url: string; dataDir: string; done(): Promise<void> }> {
  const env = readSettings();
  const dataDir = path.resolve(env.MUSTER_DATA_DIR);
  if (env.DATABASE_URL) return { url: env.DATABASE_URL, dataDir, done: async () => {} };
  const server = await startEmbeddedPostgres({ dataDir: path.join(dataDir, 'postgres'), log });
  return { url: server.url, dataDir, done: () => server.stop() };
}
