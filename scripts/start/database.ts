import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type postgres from 'postgres';

/** How long a notification of our own may take before it is taken for lost. */
const HEARD_WITHIN_MS = 3_000;

/**
 * What a database of the operator's lacks, as one line that says what to do; null when Muster can live in it.
 * @throws whatever keeps it from being asked at all
 */
export async function databaseProblem(url: string): Promise<string | null> {
  const { openDatabase } = await import('@/server/db/client');
  const where = `the database of DATABASE_URL (${new URL(url).host})`;
  const { $client: sql } = openDatabase(url, { max: 2, name: 'muster start', connectSeconds: 5 });
  try {
    return (await lacking(sql, where)) ?? ((await hearsItself(sql)) ? null : pooled(where));
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string };
    // What a pooler answers to the settings of a session (PgBouncer without ignore_startup_parameters).
    if (message?.startsWith('unsupported startup parameter')) return pooled(where);
    return `Cannot use ${where}: ${message || code}`;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

const pooled = (where: string) =>
  `A pooler stands before ${where}, which hands on transactions, not sessions: settings and notifications of a session are lost. Give the server's own address, or a pool of sessions.`;

async function lacking(sql: postgres.Sql, where: string): Promise<string | null> {
  const [row] = await sql<Found[]>`
    select current_setting('server_version_num')::int as version, pg_is_in_recovery() as replica, current_setting('server_encoding') as encoding,
      current_user as role, current_database() as name, current_schema() as schema,
      has_database_privilege(current_database(), 'create') as "mayCreate",
      coalesce(has_schema_privilege(current_schema(), 'create'), false) as "mayFill",
      exists (select from pg_available_extensions where name = 'btree_gin') as "btreeGin"`;
  if (!row) throw new Error('no answer');
  if (row.version < 150_000) return `PostgreSQL 15 or later is needed: ${where} is older.`;
  if (row.replica) return `${capital(where)} is a replica that only reads: give the primary's address.`;
  if (row.encoding !== 'UTF8') return `${capital(where)} keeps text as ${row.encoding}: make one with ENCODING 'UTF8'.`;
  if (!row.btreeGin) return `PostgreSQL's extension btree_gin is not installed at ${where}: install its contrib package.`;
  if (!row.mayCreate || !row.mayFill)
    return `${row.role} may not make tables in ${where}: ALTER DATABASE "${row.name}" OWNER TO "${row.role}", or GRANT CREATE on the database and on schema ${row.schema ?? 'public'}.`;
  return null;
}

type Found = {
  version: number;
  replica: boolean;
  encoding: string;
  role: string;
  name: string;
  schema: string | null;
  mayCreate: boolean;
  mayFill: boolean;
  btreeGin: boolean;
};

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Whether what one session notifies reaches another that listens: work is woken by it. */
async function hearsItself(sql: postgres.Sql): Promise<boolean> {
  const channel = `muster_start_${randomBytes(6).toString('hex')}`;
  const late = new AbortController();
  try {
    return await new Promise<boolean>((heard, failed) => {
      sql
        .listen(channel, () => heard(true))
        .then(() => sql.notify(channel, ''))
        .then(() => delay(HEARD_WITHIN_MS, undefined, { signal: late.signal }))
        .then(() => heard(false), failed);
    });
  } finally {
    late.abort();
  }
}
