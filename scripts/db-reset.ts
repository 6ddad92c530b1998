import { rmSync } from 'node:fs';
import path from 'node:path';
import postgres from 'postgres';
import { migrate } from '@/server/db/migrate';
import { joinDatabase } from './db';
import { readSettings } from './settings';
import { folderUser } from './start/kept';

/*
 * `npm run db:reset`: an empty, migrated database; the next start makes the demo again. Refuses while Muster runs, and a database on
 * another machine unless its name is repeated: `npm run db:reset -- --yes-drop NAME`.
 */

const env = readSettings();
const dataDir = path.resolve(env.MUSTER_DATA_DIR);
const pid = folderUser(dataDir);
if (pid) fail(`Muster runs on ${dataDir} (pid ${pid}): stop it first.`);
if (env.DATABASE_URL) {
  const { hostname, pathname } = new URL(env.DATABASE_URL);
  const local = ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
  const name = decodeURIComponent(pathname.slice(1));
  if (!local && process.argv[process.argv.indexOf('--yes-drop') + 1] !== name) {
    fail(`${name} on ${hostname} is not on this machine. To drop all its tables: npm run db:reset -- --yes-drop ${name}`);
  }
}

const { url, done } = await joinDatabase((line) => console.log(line));
try {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  // Extensions and functions live in public too, and come back with the migrations.
  await sql`DROP SCHEMA IF EXISTS drizzle CASCADE`;
  await sql`DROP SCHEMA public CASCADE`;
  await sql`CREATE SCHEMA public`;
  await sql.end();
  await migrate(url);
  rmSync(path.join(dataDir, 'demo.json'), { force: true });
  console.log('The database is empty and migrated.');
} finally {
  await done();
}

function fail(line: string): never {
  console.error(line);
  process.exit(1);
}
