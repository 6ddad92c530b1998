import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { migrate } from '@/server/db/migrate';
import { startTestServer, type TestServer } from './server';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A fresh, migrated database of a real PostgreSQL, made from a template that is migrated once (about 50 ms each). The server is the one
 * that vitest's global setup started; in a plain script one is started, and stopped with the last database.
 */
export async function testDatabase(): Promise<TestDatabase> {
  const server = await borrowServer();
  const name = `test_${randomBytes(8).toString('hex')}`;
  try {
    await admin(server.url, async (sql) => {
      const template = await ensureTemplate(sql, server.url);
      await sql.unsafe(`CREATE DATABASE ${name} ${template ? `TEMPLATE ${template}` : ''}`);
    });
  } catch (error) {
    await server.giveBack();
    throw error;
  }
  return {
    url: withDatabase(server.url, name),
    async drop() {
      await admin(server.url, (sql) => sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
      await server.giveBack();
    },
  };
}

async function ensureTemplate(sql: postgres.Sql, url: string): Promise<string | null> {
  const folder = path.resolve('drizzle');
  if (!existsSync(path.join(folder, 'meta', '_journal.json'))) return null;
  const hash = createHash('sha256');
  for (const file of readdirSync(folder).sort()) if (file.endsWith('.sql')) hash.update(readFileSync(path.join(folder, file)));
  const name = `muster_template_${hash.digest('hex').slice(0, 16)}`;
  const exists = async () => (await sql`SELECT 1 FROM pg_database WHERE datname = ${name}`).length > 0;
  if (await exists()) return name;
  const draft = `${name}_draft`;
  await sql`SELECT pg_advisory_lock(hashtext(${name}))`; // test files run side by side
  if (!(await exists())) {
    await sql.unsafe(`DROP DATABASE IF EXISTS ${draft} WITH (FORCE)`);
    await sql.unsafe(`CREATE DATABASE ${draft}`);
    await migrate(withDatabase(url, draft), folder);
    await sql.unsafe(`ALTER DATABASE ${draft} RENAME TO ${name}`);
  }
  await sql`SELECT pg_advisory_unlock(hashtext(${name}))`;
  return name;
}

let own: { server: Promise<TestServer>; users: number } | null = null;

async function borrowServer(): Promise<{ url: string; giveBack(): Promise<void> }> {
  const shared = process.env.MUSTER_TEST_SERVER;
  if (shared) return { url: shared, giveBack: async () => {} };
  own ??= { server: startTestServer(), users: 0 };
  const mine = own;
  mine.users++;
  const { url, stop } = await mine.server;
  return {
    url,
    async giveBack() {
      if (--mine.users > 0) return;
      if (own === mine) own = null;
      await stop();
    },
  };
}

async function admin(url: string, work: (sql: postgres.Sql) => Promise<unknown>): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  try {
    await work(sql);
  } finally {
    await sql.end();
  }
}

function withDatabase(url: string, name: string): string {
  const to = new URL(url);
  to.pathname = `/${name}`;
  return to.href;
}
