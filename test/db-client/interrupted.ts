import { sql } from 'drizzle-orm';
import { openDatabase } from '@/server/db/client';
import { surviveLostConnections } from '@/server/db/lost-connection';

// Loses its connection in the middle of a transaction, then uses the pool again. Prints what it saw.
if (process.argv[2] === 'guarded') surviveLostConnections((line) => console.log(line));
const db = openDatabase(process.env.DATABASE_URL as string, { max: 2 });
const killer = openDatabase(process.env.DATABASE_URL as string, { max: 1 });
const interrupted = db.transaction(async (tx) => {
  const [row] = await tx.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  setTimeout(async () => await killer.execute(sql`select pg_terminate_backend(${row?.pid})`), 50);
  await tx.execute(sql`select pg_sleep(5)`);
});
console.log(
  await interrupted.then(
    () => 'committed',
    () => 'rejected',
  ),
);
await new Promise((done) => setTimeout(done, 100));
const [row] = await db.execute<{ n: number }>(sql`select 1 as n`);
console.log(`alive ${row?.n}`);
process.exit(0);
