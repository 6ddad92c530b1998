import { desc, eq, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { FilterAdvice, SlowFilter } from '@/contracts/filter-index';
import type { Filter } from '@/contracts/segment';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { filterIndexes, slowFilters } from '@/server/db/schema/indexes';
import { compileMember } from '@/server/filter/compile';
import { type Candidate, candidates } from './candidates';
import { explainFilter } from './explain-filter';
import { wordsOf } from './to-index';

/** Above this share of the contacts reading them all is as quick as an index. */
const WORTH = 0.15;
/** Bytes of a btree entry: 8 of header, 12 to 24 of key, and pages 90 % full. */
const ENTRY = 32;

/** The slowest kinds of filters of late, the most costly in all first, each with its plan and what would help. */
export async function listSlowFilters(ctx: Ctx): Promise<SlowFilter[]> {
  const rows = await ctx.db.select().from(slowFilters).where(eq(slowFilters.orgId, ctx.orgId)).orderBy(desc(slowFilters.totalMs)).limit(20);
  const indexed = await ctx.db.select({ field: filterIndexes.field }).from(filterIndexes).where(eq(filterIndexes.orgId, ctx.orgId));
  const shown: SlowFilter[] = [];
  for (const row of rows) {
    const filter = row.filter as Filter;
    const average = row.totalMs / row.runs;
    const found = await advise(
      ctx,
      filter,
      { runs: row.runs, average },
      indexed.map((i) => i.field),
    );
    shown.push({
      id: row.id,
      filter,
      words: wordsOf(filter),
      runs: row.runs,
      average_ms: Math.round(average),
      max_ms: Math.round(row.maxMs),
      matches: row.matches,
      last_seen_at: row.lastSeenAt.toISOString(),
      plan: (await explainFilter(ctx, filter, false)).plan,
      advice: typeof found === 'string' ? null : found,
      no_advice: typeof found === 'string' ? found : null,
    });
  }
  return shown;
}

/** What would help a filter, or the reason why nothing would. */
async function advise(
  ctx: Ctx,
  filter: Filter,
  seen: { runs: number; average: number },
  indexed: string[],
): Promise<FilterAdvice | string> {
  let clauses: Candidate[];
  try {
    clauses = candidates(readFilter(filter).filter);
  } catch (error) {
    if (error instanceof AppError) return 'It can no longer be evaluated.';
    throw error;
  }
  if (!clauses.length) return 'No single comparison narrows it down: an index cannot answer it.';
  const open = clauses.filter((c) => !indexed.includes(c.field.name));
  if (!open.length) return 'What can be indexed has its index.';
  const measured = await Promise.all(open.map(async (clause) => ({ clause, ...(await measure(ctx, clause)) })));
  const best = measured.sort((a, b) => a.share - b.share)[0];
  if (!best || best.share > WORTH)
    return `The most selective comparison leaves ${percent(best?.share ?? 1)} of the contacts: reading all is as quick.`;
  const { clause, share, having, all } = best;
  const times = seen.runs === 1 ? 'once' : `${seen.runs} times`;
  return {
    field: clause.field.name,
    share,
    estimated_bytes: having * ENTRY,
    sentence:
      `Filters like this ran ${times}, ${Math.round(seen.average)} ms each, reading all ${all.toLocaleString('en')} contacts; ` +
      `the comparison with ${clause.field.name} leaves ${percent(share)} of them, which an index on it would find directly.`,
  };
}

/** Share of the contacts that fulfil a clause and how many have the field, from a sample of the buckets. */
async function measure(ctx: Ctx, { field, member }: Candidate): Promise<{ share: number; having: number; all: number }> {
  const has = field.key === null ? sql`${sql.identifier(field.column)} is not null` : sql`c.metadata ? ${field.key}::text`;
  const [row] = await ctx.db.execute<{ n: number; hits: number; having: number; total: number }>(sql`
    select count(*)::int as n, (count(*) filter (where ${compileMember(member, { now: ctx.now })}))::int as hits,
           (count(*) filter (where ${has}))::int as having,
           (select greatest(count(*), 1)::int from contacts c where c.org_id = ${ctx.orgId}) as total
    from (select * from contacts c where c.org_id = ${ctx.orgId} and c.bucket < 16) c`);
  const n = Math.max(row?.n ?? 0, 1);
  const all = row?.total ?? 0;
  return { share: (row?.hits ?? 0) / n, having: Math.round(((row?.having ?? 0) / n) * all), all };
}

const percent = (share: number) => `${(share * 100).toLocaleString('en', { maximumFractionDigits: share < 0.01 ? 2 : 0 })} %`;
