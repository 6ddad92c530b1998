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

/** Whoever reads the list acts on the first few; each has a plan made for it. */
const SHOWN = 10;

/** The ten slowest kinds of filters of late, the most costly in all first, each with its plan and what would help. */
export async function listSlowFilters(ctx: Ctx): Promise<SlowFilter[]> {
  const rows = await ctx.db
    .select()
    .from(slowFilters)
    .where(eq(slowFilters.orgId, ctx.orgId))
    .orderBy(desc(slowFilters.totalMs))
    .limit(SHOWN);
  const indexed = await ctx.db.select({ field: filterIndexes.field }).from(filterIndexes).where(eq(filterIndexes.orgId, ctx.orgId));
  const clauses = rows.map((row) => openClauses(row.filter as Filter, new Set(indexed.map((i) => i.field))));
  const measured = await measure(
    ctx,
    clauses.flatMap((found) => (typeof found === 'string' ? [] : found)),
  );
  const shown: SlowFilter[] = [];
  for (const [i, row] of rows.entries()) {
    const filter = row.filter as Filter;
    const average = row.totalMs / row.runs;
    const open = clauses[i] ?? [];
    const found = typeof open === 'string' ? open : advise(open, measured, { runs: row.runs, average });
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

/** The clauses of a filter that an index could answer and none does yet, or why there are none. */
function openClauses(filter: Filter, indexed: ReadonlySet<string>): Candidate[] | string {
  let clauses: Candidate[];
  try {
    clauses = candidates(readFilter(filter).filter);
  } catch (error) {
    if (error instanceof AppError) return 'It can no longer be evaluated.';
    throw error;
  }
  if (!clauses.length) return 'No single comparison narrows it down: an index cannot answer it.';
  const open = clauses.filter((c) => !indexed.has(c.field.name));
  return open.length ? open : 'What can be indexed has its index.';
}

/** What would help a filter, or the reason why nothing would. */
function advise(open: Candidate[], { all, of }: Measured, seen: { runs: number; average: number }): FilterAdvice | string {
  const [best] = open.map((clause) => ({ clause, ...of(clause) })).sort((a, b) => a.share - b.share);
  if (!best || best.share > WORTH)
    return `The most selective comparison leaves ${percent(best?.share ?? 1)} of the contacts: reading all is as quick.`;
  const { clause, share, having } = best;
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

type Measured = { all: number; of: (clause: Candidate) => { share: number; having: number } };

/** Share of the contacts that fulfil each clause and how many have its field, from one look at a sample of the buckets; all are counted once. */
async function measure(ctx: Ctx, clauses: Candidate[]): Promise<Measured> {
  if (!clauses.length) return { all: 0, of: () => ({ share: 1, having: 0 }) };
  const counts = clauses.map(({ field, member }) => {
    const has = field.key === null ? sql`c.${sql.identifier(field.column)} is not null` : sql`c.metadata ? ${field.key}::text`;
    return sql`jsonb_build_array(count(*) filter (where ${compileMember(member, { now: ctx.now })}), count(*) filter (where ${has}))`;
  });
  const [row] = await ctx.db.execute<{ n: number; total: number; counts: [number, number][] }>(sql`
    select count(*)::int as n, (select greatest(count(*), 1)::int from contacts c where c.org_id = ${ctx.orgId}) as total,
           jsonb_build_array(${sql.join(counts, sql`, `)}) as counts
    from contacts c where c.org_id = ${ctx.orgId} and c.bucket < 16`);
  const n = Math.max(row?.n ?? 0, 1);
  const all = row?.total ?? 0;
  const found = new Map(clauses.map((clause, i) => [clause, row?.counts[i]]));
  return {
    all,
    of(clause) {
      const [hits, having] = found.get(clause) ?? [0, 0];
      return { share: hits / n, having: Math.round((having / n) * all) };
    },
  };
}

const percent = (share: number) => `${(share * 100).toLocaleString('en', { maximumFractionDigits: share < 0.01 ? 2 : 0 })} %`;
