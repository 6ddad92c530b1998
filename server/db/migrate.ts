import { existsSync } from 'node:fs';
import path from 'node:path';
import { drizzle } from 'drizzle-orm/postgres-js';
import { migrate as applyMigrations } from 'drizzle-orm/postgres-js/migrator';
import postgres from 'postgres';

/** Any fixed number: the advisory lock under which one process at a time migrates a database. */
const MIGRATION_LOCK = 7_268_783;

/**
 * Brings a database to the newest schema. Of several processes that start together one does the work and the others wait for it.
 * @param folder where the SQL files and their journal are; nothing happens while it holds none.
 */
export async function migrate(url: string, folder = path.resolve('drizzle')): Promise<void> {
  if (!existsSync(path.join(folder, 'meta', '_journal.json'))) return;
  // One connection: the lock belongs to the session that runs the migrations.
  const sql = postgres(url, { max: 1, onnotice: () => {}, connect_timeout: 10 });
  try {
    await sql`SELECT pg_advisory_lock(${MIGRATION_LOCK})`;
    await applyMigrations(drizzle(sql), { migrationsFolder: folder });
  } finally {
    await sql.end();
  }
}
