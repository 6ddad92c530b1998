import { loadavg } from 'node:os';
import { type SQL, sql } from 'drizzle-orm';
import { decodeId } from '@/contracts/ids';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { countMatching, firstCount } from '@/server/segments/count-matching';
import { createSegment } from '@/server/segments/create-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { overlapMatrix } from '@/server/segments/overlap-matrix';
import { segmentInsights } from '@/server/segments/segment-insights';
import { type BenchContext, median, quantile, type Row, round, timed } from './harness';
import { organization } from './support/organization';
import { type Case, coverageFilters, leftOut, reachFilters } from './support/reach-filters';
import { importTimes } from './support/reach-import';

const big = Number(process.env.REACH_CONTACTS ?? 1_000_000);
const small = Math.round(big / 10);
const exactRounds = 9;
const firstRounds = 15;

export const name = `Reach of twenty filters (bench/support/reach-filters.ts) in an organization of ${big} contacts beside one of ${small}, one at a time. Plain: the same counts by a text predicate on the same rows, in the same run, with no index and no parallel worker on either side`;

/** `REACH_CONTACTS=100000 npm run bench -- reach` while developing. */
export async function run({ db: pool, databaseUrl }: BenchContext): Promise<Row[]> {
  const db = openDatabase(databaseUrl, { max: 10, name: 'bench' });
  try {
    await pool.$client`select 1`;
    const [one, other] = [await organization(db, 'small', small), await organization(db, 'big', big)];
    const rows: Row[] = [{ what: 'load average of the machine at the start', value: round(loadavg()[0] ?? 0, 1), unit: '' }];
    const covered: boolean[] = [];
    for (const [ctx, size] of [
      [one, small],
      [other, big],
    ] as const)
      rows.push(...(await first(ctx, size, covered)));
    for (const where of coverageFilters(one.now)) covered.push(await covers(one, where));
    const share = (100 * covered.filter(Boolean).length) / covered.length;
    rows.push(held(`the true count inside the margin, of ${covered.length} first answers`, share, '%', 95, share >= 95));
    rows.push(...(await exact(other)), ...(await wholeAudiences(other)), ...(await neighbour(one, other)));
    const times = await importTimes(databaseUrl, Math.min(small, 100_000));
    rows.push(held('import of 10,000 rows, of the time with only the keys', times.schema / times.keys, 'x', 2));
    return rows;
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

const held = (what: string, value: number, unit: string, limit: number, ok = value <= limit): Row => ({
  what,
  value: round(value, value < 10 ? 2 : 0),
  unit,
  limit,
  ok,
});

const filterOf = (where: Record<string, unknown>) => ({ datatype: 'contact', where });
const predicate = (ctx: Ctx, where: Record<string, unknown>): Promise<SQL> => filterWhere(ctx, readFilter(filterOf(where)).filter);

async function cases(ctx: Ctx): Promise<Case[]> {
  const [one] = await ctx.db.execute<{ email: string; postcode: string }>(sql`
    select c.email, c.metadata->'address'->>'postcode' as postcode
    from contacts c where c.org_id = ${ctx.orgId} and c.email is not null order by c.id limit 1`);
  if (!one) throw new Error('no contacts');
  return reachFilters(ctx.now, one);
}

/** The whole first answer, people and waterfall included, as the builder gets it. */
async function first(ctx: Ctx, size: number, covered: boolean[]): Promise<Row[]> {
  const all: number[] = [];
  let worst = { name: '', p95: 0 };
  for (const { name, where } of await cases(ctx)) {
    const times: number[] = [];
    for (let i = 0; i <= firstRounds; i++) times.push(await timed(() => estimateReach(ctx, { filter: filterOf(where), want: 'first' })));
    times.shift(); // warms the cache
    all.push(...times);
    if (quantile(times, 0.95) > worst.p95) worst = { name, p95: quantile(times, 0.95) };
    covered.push(await covers(ctx, where));
  }
  return [
    { what: `first answer at ${size} contacts, p50`, value: round(median(all), 1), unit: 'ms' },
    held(`first answer at ${size} contacts, p95`, quantile(all, 0.95), 'ms', 25),
    { what: `of these the slowest filter, ${worst.name}, p95`, value: round(worst.p95, 1), unit: 'ms' },
  ];
}

async function covers(ctx: Ctx, where: Record<string, unknown>): Promise<boolean> {
  const condition = await predicate(ctx, where);
  const { count: guess } = await firstCount(ctx, condition);
  const truth = await countMatching(ctx, condition, { timeoutMs: 60_000 });
  return Math.abs(guess.count - truth.count) <= guess.margin;
}

/**
 * Each filter, its plain form and the plain form once more, each of them first in turn, so that all see the same machine: the median of
 * the rounds' ratios, not the ratio of medians, of three times as many rounds where it is near 1. What the plain form is of itself is what
 * such a ratio can tell apart on this machine.
 */
async function exact(ctx: Ctx): Promise<Row[]> {
  const measured: { name: string; n: number; ms: number; plainMs: number; ratio: number; noise: number; selective: boolean }[] = [];
  const all: number[] = [];
  for (const { name, where, plain, selective } of [...(await cases(ctx)), leftOut]) {
    const condition = await predicate(ctx, where);
    const counts = new Set<number>();
    const forms = [
      async () => counts.add((await countMatching(ctx, condition, { timeoutMs: 60_000 })).count),
      async () => counts.add(await plainCount(ctx, plain)),
      async () => counts.add(await plainCount(ctx, plain)),
    ];
    const times: number[][] = forms.map(() => []);
    for (const form of forms) await form(); // warms the cache
    const of = (list: number[]) => median(list.map((ms, i) => ms / (times[1]?.[i] as number)));
    const close = () => Math.abs(of(times[0] ?? []) - 1) < 0.15;
    for (let i = 0; i < exactRounds || (i < 3 * exactRounds && close()); i++)
      for (let k = 0; k < forms.length; k++) {
        const at = (i + k) % forms.length;
        times[at]?.push(await timed(forms[at] as () => Promise<unknown>));
      }
    if (counts.size !== 1) throw new Error(`${name}: the two forms count differently: ${[...counts].join(', ')}`);
    const [ours, theirs, again] = times as [number[], number[], number[]];
    all.push(...ours.slice(0, exactRounds));
    measured.push({
      name,
      n: [...counts][0] as number,
      ms: median(ours),
      plainMs: median(theirs),
      ratio: of(ours),
      noise: Math.abs(of(again) - 1),
      selective: selective === true,
    });
  }
  const noise = Math.max(...measured.map((filter) => filter.noise));
  return [
    held('exact answer, p95', quantile(all, 0.95), 'ms', 1_500),
    {
      what: 'the plain form against itself, the largest difference of a filter: nothing less can be told apart',
      value: round(noise, 3),
      unit: 'x',
    },
    ...measured.map(({ name, n, ms, plainMs, ratio, selective }): Row => {
      const limit = selective ? 0.1 : 1;
      const what = `${name} (${n}): ${round(ms, 1)} ms exact, of the plain ${round(plainMs)} ms`;
      return { what, value: round(ratio, 3), unit: 'x', limit, ok: ratio <= (selective ? limit : limit + noise) };
    }),
  ];
}

async function plainCount(ctx: Ctx, plain: SQL): Promise<number> {
  return ctx.db.transaction(async (tx) => {
    await tx.execute(sql`select set_config('max_parallel_workers_per_gather', '0', true), set_config('enable_indexscan', 'off', true),
      set_config('enable_indexonlyscan', 'off', true), set_config('enable_bitmapscan', 'off', true)`);
    const [row] = await tx.execute<{ n: number }>(sql`
      select count(*)::int as n, count(c.email)::int as e, count(c.phone)::int as p
      from contacts c where c.org_id = ${ctx.orgId} and (${plain})`);
    return row?.n ?? -1;
  });
}

async function wholeAudiences(ctx: Ctx): Promise<Row[]> {
  const segment = async (where: Record<string, unknown>) => {
    const made = await createSegment(ctx, { name: 'Bench', filter: filterOf(where), type: 'dynamic' });
    return { id: decodeId('audience', made.id) as string, n: made.contact_count };
  };
  const a = await segment({ 'metadata.preferences.weekly': false });
  const b = await segment({ createdAt: { $gte: { $now: '-P129D' } } });
  const c = await segment({ tags: { $in: ['vip', 'new'] } });
  const d = await segment({ 'metadata.plan': 'pro' });
  const half = await segment({ 'metadata.plan': { $in: ['starter', 'pro'] } });
  const more = await Promise.all([segment({ country: 'US' }), segment({ tags: 'lead' }), segment({ email: { $regex: '^a' } })]);
  const eight = [a, b, c, d, half, ...more].map((each) => each.id);
  const overlap: number[] = [];
  const read: number[] = [];
  const insights: number[] = [];
  const matrix: number[] = [];
  for (let i = 0; i <= exactRounds; i++) {
    overlap.push(await timed(() => overlapAudiences(ctx, { a: a.id, b: b.id })));
    read.push(await timed(() => overlapAudiences(ctx, { a: c.id, b: d.id })));
    insights.push(await timed(() => segmentInsights(ctx, half.id)));
    matrix.push(await timed(() => overlapMatrix(ctx, { audience_ids: eight })));
  }
  return [
    held(`overlap of segments of ${a.n} and ${b.n}, median`, median(overlap.slice(1)), 'ms', 500),
    {
      what: `of ${c.n} and ${d.n}, for which the whole list is read, median`,
      value: round(median(read.slice(1))),
      unit: 'ms',
    },
    { what: 'overlap of eight segments, each with each, median', value: round(median(matrix.slice(1))), unit: 'ms' },
    held(`insights of a segment of ${half.n}, median`, median(insights.slice(1)), 'ms', 2_000),
  ];
}

/** The reach of one organization, quiet, and while another asks for its twenty slowest counts at once, again and again. */
async function neighbour(ctx: Ctx, noisy: Ctx): Promise<Row[]> {
  const mine = (await cases(ctx)).slice(0, 16);
  const dear = (await cases(noisy)).slice(-10);
  const measure = async (want: 'first' | 'exact') => {
    const times: number[] = [];
    for (let i = 0; i < 3; i++)
      for (const { where } of mine) times.push(await timed(() => estimateReach(ctx, { filter: filterOf(where), want })));
    return quantile(times, 0.95);
  };
  const quiet = { first: await measure('first'), exact: await measure('exact') };
  let on = true;
  const noise = Array.from({ length: 20 }, async (_, i) => {
    while (on) await estimateReach(noisy, { filter: filterOf(dear[i % dear.length]?.where ?? {}) });
  });
  const loud = { first: await measure('first'), exact: await measure('exact') };
  on = false;
  await Promise.all(noise);
  return [
    held(
      `another organization's first answer beside twenty of the slowest counts, p95 of quiet ${round(quiet.first, 1)} ms`,
      loud.first / quiet.first,
      'x',
      2,
    ),
    held(`another organization's exact answer beside them, p95 of quiet ${round(quiet.exact, 1)} ms`, loud.exact / quiet.exact, 'x', 2),
  ];
}
