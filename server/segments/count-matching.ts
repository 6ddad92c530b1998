import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Reach } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { limited, timeLimit } from '@/server/db/limited';
import { always } from '@/server/filter/values';
import { planOf } from './plan';
import { fewOthers, quickestForm } from './quickest-form';
import { countList, estimate, type Sample, sampleOf } from './sample';
import { type ProfileRow, profileOf } from './sample-profiles';
import { takeTurn } from './turns';

/**
 * How many contacts match, how many of those have an address of each kind, and how many of these addresses are suppressed. `margin` is
 * the half-width of a 95 % interval around `count` in contacts, 0 when `exact`.
 */
export type Count = {
  count: number;
  withEmail: number;
  withPhone: number;
  suppressed: { email: number; sms: number };
  exact: boolean;
  margin: number;
};

type Scope = Pick<Ctx, 'db' | 'orgId'>;
/** Rows that match, with an email, with a phone, suppressed of these two. */
type Counts = { n: number; e: number; p: number; se: number; sp: number };

/** The planner's cost under which the exact count is as quick as the sample (a cost of 180 is about 1 ms), and for how long it is believed. */
const cheapCost = 2_000;
const cheapMs = 5;

type Options = { signal?: AbortSignal; timeoutMs?: number };

/**
 * The count, to the last contact, in the organization's turn. `where` is a predicate over `contacts c`; the tenant is added here.
 * @throws 422 `query_too_expensive` at the time limit
 */
export const countMatching = (ctx: Scope, where: SQL, options: Options = {}): Promise<Count> =>
  takeTurn(ctx.orgId, options.signal, () => exactCount(ctx, where, options));

/** How many match, for who has the turn; null when it takes too long to tell: what is saved or read is so all the same. */
export async function countOrNull(ctx: Scope, where: SQL, options: Options = {}): Promise<number | null> {
  try {
    return (await exactCount(ctx, where, options)).count;
  } catch (error) {
    if (error instanceof AppError && error.code === 'query_too_expensive') return null;
    throw error;
  }
}

/** The same for who has the turn already. */
export function exactCount(ctx: Scope, where: SQL, { signal, timeoutMs = 5_000 }: Options = {}): Promise<Count> {
  return limited(ctx, { timeoutMs, signal }, async (tx) => {
    const inTx = { ...ctx, db: tx };
    const [row] = await tx.execute<Counts>(await countsOf(inTx, where));
    await countList(inTx);
    return toCount(row, whole);
  });
}

async function countsOf(ctx: Scope, where: SQL): Promise<SQL> {
  if (where === always) return everyone(ctx);
  const others = await fewOthers(ctx, where);
  if (!others) return matching(ctx, await quickestForm(ctx, where));
  return sql`select a.n - o.n as n, a.e - o.e as e, a.p - o.p as p, a.se - o.se as se, a.sp - o.sp as sp
             from (${everyone(ctx)}) a, (${matching(ctx, others)}) o`;
}

const matching = (ctx: Pick<Ctx, 'orgId'>, where: SQL): SQL => sql`
  select count(*)::int as n, count(c.email)::int as e, count(c.phone)::int as p,
         ${suppressedAmong(ctx, where, 'email')} as se, ${suppressedAmong(ctx, where, 'sms')} as sp
  from contacts c
  where c.org_id = ${ctx.orgId} and (${where})`;

/** The whole list from its indexes alone: 70 ms at a million where the table takes 300. Few have no email, and few a phone number. */
const everyone = (ctx: Pick<Ctx, 'orgId'>): SQL => sql`
  select n, n - no_email as e, p, ${suppressedAmong(ctx, always, 'email')} as se, ${suppressedAmong(ctx, always, 'sms')} as sp
  from (select (select count(*)::int from contacts c where c.org_id = ${ctx.orgId}) as n,
               (select count(*)::int from contacts c where c.org_id = ${ctx.orgId} and c.email is null) as no_email,
               (select count(*)::int from contacts c where c.org_id = ${ctx.orgId} and c.phone is not null) as p) l`;

/** Of the contacts that match, how many addresses of each channel are suppressed. */
export async function suppressedCounts(tx: Executor, ctx: Pick<Ctx, 'orgId'>, where: SQL): Promise<Count['suppressed']> {
  const [row] = await tx.execute<Count['suppressed']>(
    sql`select ${suppressedAmong(ctx, where, 'email')} as email, ${suppressedAmong(ctx, where, 'sms')} as sms`,
  );
  return row ?? { email: 0, sms: 0 };
}

/** Counted from the suppression list's side: it is short, and each entry is one look-up by the unique address. */
function suppressedAmong(ctx: Pick<Ctx, 'orgId'>, where: SQL, channel: 'email' | 'sms'): SQL {
  const address = channel === 'email' ? sql`c.email` : sql`c.phone`;
  return sql`(
    select count(*)::int from suppressions s join contacts c on c.org_id = s.org_id and ${address} = s.address
    where s.org_id = ${ctx.orgId} and s.channel = ${sql.raw(`'${channel}'`)} and (${where}))`;
}

/**
 * The first answer, within milliseconds at any size: exact where an index makes that quick, else from the sample, with its margin; and
 * a few of the people. The plan is asked for and the count made in one transaction.
 */
export async function firstCount(ctx: Scope, where: SQL, signal?: AbortSignal): Promise<{ count: Count; people: Reach['sampleProfile'] }> {
  try {
    return await limited(ctx, { timeoutMs: 1_000, signal }, async (tx) => {
      const inTx = { ...ctx, db: tx };
      const sample = await sampleOf(inTx);
      const exact = sample.where === null || (await planOf(inTx, where)).cost <= cheapCost;
      if (!exact) return fromRows(inTx, where, sample);
      if (sample.where !== null) await timeLimit(tx, cheapMs);
      return fromRows(inTx, where, whole);
    });
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'query_too_expensive')) throw error;
    // The planner was wrong about the cost. A list that has no smaller sample ran out of its second, and does so again.
    return limited(ctx, { timeoutMs: 1_000, signal }, async (tx) => {
      const inTx = { ...ctx, db: tx };
      return fromRows(inTx, where, await sampleOf(inTx));
    });
  }
}

const whole: Sample = { share: 1, where: null, list: null };

/**
 * Counts and people in one statement, for a few thousand rows at most: they are kept while they are looked at. The filter is asked of
 * the sample's rows, not searched for: the planner else takes the metadata index for an `$elemMatch` on 100,000 contacts, 36 ms for 8.
 */
async function fromRows(ctx: Scope, where: SQL, sample: Sample) {
  const [kept, found] = sample.where === null ? [where, sql`true`] : [sample.where, sql`(${where}) is true`];
  const [row] = await ctx.db.execute<Counts & { size: number; people: ProfileRow[] | string }>(sql`
    with s as materialized (
           select c.id, c.name, c.email, c.phone, c.country, c.tags, ${found} as found from contacts c where c.org_id = ${ctx.orgId} and (${kept})),
         m as (select * from s where found)
    select count(*)::int as n, count(email)::int as e, count(phone)::int as p, (select count(*)::int from s) as size,
           (select count(*)::int from m join suppressions x on x.org_id = ${ctx.orgId} and x.channel = 'email' and x.address = m.email) as se,
           (select count(*)::int from m join suppressions x on x.org_id = ${ctx.orgId} and x.channel = 'sms' and x.address = m.phone) as sp,
           (select coalesce(json_agg(f), '[]') from (select id, name, email, country, tags from m limit 5) f) as people
    from m`);
  const people = typeof row?.people === 'string' ? (JSON.parse(row.people) as ProfileRow[]) : (row?.people ?? []);
  return { count: toCount(row, sample, row?.size), people: people.map(profileOf) };
}

function toCount(row: Counts | undefined, sample: Sample, size = 0): Count {
  if (!row) throw new Error('a count without a row');
  const exact = sample.where === null;
  const { scale, margin } = exact ? { scale: 1, margin: 0 } : estimate(sample, row.n, size);
  const up = (k: number) => Math.round(k * scale);
  return {
    count: up(row.n),
    withEmail: up(row.e),
    withPhone: up(row.p),
    suppressed: { email: up(row.se), sms: up(row.sp) },
    exact,
    margin,
  };
}
