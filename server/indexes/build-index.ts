import { and, eq, ne, sql } from 'drizzle-orm';
import postgres from 'postgres';
import type { Filter } from '@/contracts/segment';
import { jobContext } from '@/server/auth/job-context';
import type { Database } from '@/server/db/client';
import { refusedState } from '@/server/db/refused';
import { filterIndexes } from '@/server/db/schema/indexes';
import { explainFilter } from './explain-filter';
import { requireIndexField } from './index-field';
import type { IndexRow } from './to-index';

type Job = { org_id: string; index_id: string };
type Where = { db: Database; now: Date };

const find = async (db: Database, { org_id, index_id }: Job): Promise<IndexRow | undefined> =>
  (
    await db
      .select()
      .from(filterIndexes)
      .where(and(eq(filterIndexes.orgId, org_id), eq(filterIndexes.id, index_id)))
  )[0];

/**
 * Builds an index that was asked for, without blocking writes (CREATE INDEX CONCURRENTLY), measures its filter before and after, and
 * then lets filters count on it. Safe to repeat: what an interrupted build left behind is dropped first. A build that fails is shown
 * failed. @throws what interrupted it, a lost connection above all: to be tried again, and in the end given to `failIndex`
 */
export async function buildIndex({ db, now }: Where, databaseUrl: string, job: Job): Promise<void> {
  const row = await find(db, job);
  if (row?.status !== 'building') return;
  const ctx = jobContext(db, row.orgId, row.id, now);
  const filter = row.filter as Filter;
  const before = row.msBefore === null ? await explainFilter(ctx, filter, true) : { plan: row.planBefore, ms: row.msBefore };
  const set = (values: Partial<IndexRow>) =>
    db
      .update(filterIndexes)
      .set(values)
      .where(and(eq(filterIndexes.id, row.id), ne(filterIndexes.status, 'dropping')));
  await set({ planBefore: before.plan, msBefore: before.ms });
  try {
    await createConcurrently(databaseUrl, row);
  } catch (error) {
    if (!(error instanceof postgres.PostgresError) || refusedState(error) === null) throw error;
    await dropConcurrently(databaseUrl, row.name);
    await set({ status: 'failed', error: error.message });
    return;
  }
  await set({ status: 'ready', readyAt: now, usedAt: now });
  const after = await explainFilter(ctx, filter, true);
  await set({ planAfter: after.plan, msAfter: after.ms, ...(await usage(db, row.name)) });
}

/** A build that was given up: its owner sees why, and may ask again. */
export async function failIndex(db: Database, { org_id, index_id }: Job, why: string): Promise<void> {
  await db
    .update(filterIndexes)
    .set({ status: 'failed', error: why })
    .where(and(eq(filterIndexes.orgId, org_id), eq(filterIndexes.id, index_id), eq(filterIndexes.status, 'building')));
}

/** Drops what a failed build left, which writes would keep up to date for nothing. Never while a build runs. */
export async function dropLeft(db: Database, databaseUrl: string, job: Job): Promise<void> {
  const row = await find(db, job);
  if (row?.status === 'failed') await dropConcurrently(databaseUrl, row.name);
}

/** Drops the index of the database, then forgets it. */
export async function removeIndex(db: Database, databaseUrl: string, job: Job): Promise<void> {
  const row = await find(db, job);
  if (row?.status !== 'dropping') return;
  await dropConcurrently(databaseUrl, row.name);
  await db.delete(filterIndexes).where(eq(filterIndexes.id, row.id));
}

/** How large an index is, in bytes, and how often it was used. */
export async function usage(db: Database, name: string): Promise<{ sizeBytes: number; scans: number }> {
  const [row] = await db.execute<{ size: string; scans: string }>(sql`
    select pg_relation_size(indexrelid) as size, idx_scan as scans from pg_stat_user_indexes where indexrelname = ${name}`);
  return { sizeBytes: Number(row?.size ?? 0), scans: Number(row?.scans ?? 0) };
}

/** On a connection of its own: CONCURRENTLY cannot run inside a transaction, and takes as long as it takes. */
async function alone(databaseUrl: string, run: (client: postgres.Sql) => Promise<void>): Promise<void> {
  const client = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'muster index' } });
  try {
    await run(client);
  } finally {
    await client.end({ timeout: 5 });
  }
}

async function createConcurrently(databaseUrl: string, row: IndexRow): Promise<void> {
  const field = requireIndexField(row.field);
  await alone(databaseUrl, async (client) => {
    const left =
      await client`select from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = ${row.name} and not i.indisvalid`;
    if (left.length) await client.unsafe(`drop index concurrently if exists ${quoted(row.name)}`);
    // The server writes the key and the organization into the statement: DDL takes no parameters.
    const [made] = await client<{ text: string }[]>`
      select ${
        field.key === null
          ? client`format('create index concurrently if not exists %I on contacts (%I) where org_id = %L::uuid', ${row.name}::text, ${field.column}::text, ${row.orgId}::text)`
          : client`format('create index concurrently if not exists %I on contacts ((metadata -> %L::text)) where org_id = %L::uuid and metadata ? %L::text', ${row.name}::text, ${field.key}::text, ${row.orgId}::text, ${field.key}::text)`
      } as text`;
    await client.unsafe(made?.text ?? '');
    await client.unsafe('analyze contacts');
  });
}

const dropConcurrently = (databaseUrl: string, name: string) =>
  alone(databaseUrl, async (client) => {
    await client.unsafe(`drop index concurrently if exists ${quoted(name)}`);
  });

/** Names are made by create-index from hexadecimal digits; anything else is a mistake of ours. */
function quoted(name: string): string {
  if (!/^contacts_f_[0-9a-f]{20}$/.test(name)) throw new Error(`not the name of an index of ours: ${name}`);
  return `"${name}"`;
}
