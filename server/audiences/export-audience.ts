import { sql } from 'drizzle-orm';
import { BOM, csvLine } from '@/contracts/csv-cell';
import { AppError } from '@/contracts/errors';
import { canBeColumn, exportFields, metadataCell, metadataColumn, otherMetadata, tagsCell } from '@/contracts/exported-csv';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { sqlState } from '@/server/db/retry';
import { inSnapshot } from '@/server/db/snapshot';
import { audienceWhere } from './audience-query';
import { findAudience } from './find-audience';

/** People of one part of the file, 6 MB with metadata of 64 KB each. Larger parts are no faster, and are held whole for a slow reader. */
const BATCH = 100;
/** Metadata keys with a column of their own, the most frequent ones; an import takes 200 columns. */
const KEY_COLUMNS = 150;

/** `tags` and `metadata` are JSON, parsed one person at a time. */
type Person = Record<(typeof exportFields)[number], string | null> & { tags: string; metadata: string };

/**
 * Who is in an audience now, as a CSV file in parts (contracts/exported-csv.ts): one snapshot, whatever changes meanwhile, in memory that
 * does not grow with the audience; `signal` ends it. Cells that a spreadsheet would run begin with an apostrophe, which our import takes off again.
 * The audit row is there before the first part.
 * @throws AppError not_found, validation_failed (a filter that names an audience that is gone), query_too_expensive, rate_limited
 */
export async function* exportAudience(ctx: Ctx, audienceId: string, signal?: AbortSignal): AsyncGenerator<string> {
  try {
    yield* inSnapshot<string>({ db: ctx.db, signal }, async (tx, give) => {
      const audience = await findAudience({ ...ctx, db: tx }, audienceId);
      await limit(tx);
      const people = sql`contacts c where c.org_id = ${ctx.orgId} and (${await audienceWhere({ ...ctx, db: tx }, audience)})`;
      const { count, keys, others } = await shape(tx, people);
      await audit(ctx.db, ctx, 'audience.exported', encodeId('audience', audience.id), { name: audience.name, contacts: count });
      const head = [...exportFields, ...keys.map(metadataColumn), ...(others ? [otherMetadata] : [])];
      await tx.execute(sql`
        declare people no scroll cursor for
        select c.email, c.phone, c.name, c.country, c.timezone, c.language, to_jsonb(c.tags)::text as tags, c.metadata::text as metadata,
               (select s.reason from suppressions s where s.org_id = c.org_id and s.channel = 'email' and s.address = c.email) as email_suppressed,
               (select s.reason from suppressions s where s.org_id = c.org_id and s.channel = 'sms' and s.address = c.phone) as sms_suppressed
        from ${people} order by c.id`);
      await give(BOM + csvLine(head));
      for (;;) {
        const rows = await tx.execute<Person>(sql.raw(`fetch ${BATCH} from people`));
        if (rows.length) await give(rows.map((row) => line(row, keys, others)).join(''));
        if (rows.length < BATCH) return;
      }
    });
  } catch (error) {
    if (sqlState(error) === '57014') throw new AppError('query_too_expensive', 'This audience took too long to evaluate.');
    throw error;
  }
}

// A cursor's plan is for its first rows unless it is told that all are wanted.
const limit = (tx: Executor) =>
  tx.execute(sql`select set_config('statement_timeout', '60s', true), set_config('cursor_tuple_fraction', '1', true)`);

/** How many there are, and which columns their metadata takes; `others`: some keys have none. */
async function shape(tx: Executor, people: ReturnType<typeof sql>) {
  const [total] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from ${people}`);
  const found = await tx.execute<{ key: string }>(sql`
    select key from (select c.metadata from ${people}) p, jsonb_object_keys(p.metadata) key
    group by key order by count(*) desc, key limit ${KEY_COLUMNS + 1}::int`);
  const keys: string[] = [];
  const taken = new Set<string>();
  for (const { key } of found.slice(0, KEY_COLUMNS)) {
    if (!canBeColumn(key) || taken.has(key.toLowerCase())) continue;
    taken.add(key.toLowerCase());
    keys.push(key);
  }
  return { count: total?.n ?? 0, keys, others: keys.length < found.length };
}

function line(row: Person, keys: string[], others: boolean): string {
  const cells = exportFields.map((field) => (field === 'tags' ? tagsCell(JSON.parse(row.tags)) : row[field]));
  const rest: Record<string, unknown> = JSON.parse(row.metadata);
  for (const key of keys) {
    cells.push(Object.hasOwn(rest, key) ? metadataCell(rest[key]) : '');
    delete rest[key];
  }
  if (others) cells.push(Object.keys(rest).length ? JSON.stringify(rest) : '');
  return csvLine(cells);
}
