import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { scanForm } from '@/server/filter/compile';
import { countedByIndex } from './plan';
import { quickestForm, readsList } from './quickest-form';

type Scope = Pick<Ctx, 'db' | 'orgId'>;

/** How many contacts are in exactly these audiences: bit i of `mask` stands for the i-th. Contacts that are in none are left out. */
export type Cell = { mask: number; n: number };

/** Who is in an audience, over `contacts c`; and its id where that is told by member rows. */
export type Asked = { where: SQL; memberRows: string | null };

/** Counts every combination of some audiences, in one statement and so in one snapshot. Run it under `limited`. */
export async function overlapCells(ctx: Scope, audiences: Asked[]): Promise<Cell[]> {
  const [a, b] = audiences;
  if (a && b && audiences.length === 2) return ofPair(ctx, a, b);
  return ofMany(ctx, audiences);
}

/** Where an index alone counts one of the two, only the members of the other are read. */
async function ofPair(ctx: Scope, a: Asked, b: Asked): Promise<Cell[]> {
  if (await countedByIndex(ctx, b.where)) return pairCells(await ofMembers(ctx, a.where, b.where));
  if (!(await countedByIndex(ctx, a.where))) return pairCells(await ofBoth(ctx, a, b));
  const turned = await ofMembers(ctx, b.where, a.where);
  return pairCells({ both: turned.both, a_only: turned.b_only, b_only: turned.a_only });
}

type Pair = { a_only: number; b_only: number; both: number };
const pairCells = ({ a_only, b_only, both }: Pair): Cell[] => [
  { mask: 1, n: a_only },
  { mask: 2, n: b_only },
  { mask: 3, n: both },
];

/** By reading the members of `a`: 0.6× of `ofBoth` for two fifths of a million. */
async function ofMembers(ctx: Scope, a: SQL, b: SQL): Promise<Pair> {
  const inA = await quickestForm(ctx, a);
  const [row] = await ctx.db.execute<{ a: number; b: number; both: number }>(sql`
    select count(*)::int as a, count(*) filter (where ${scanForm(b)})::int as both,
           (select count(*)::int from contacts c where c.org_id = ${ctx.orgId} and (${b})) as b
    from contacts c where c.org_id = ${ctx.orgId} and (${inA})`);
  const both = row?.both ?? 0;
  return { a_only: (row?.a ?? 0) - both, b_only: (row?.b ?? 0) - both, both };
}

/** How far the counters of `ofBoth` stand apart in their sum: each has 31 bits. */
const step = 2n ** 31n;

/**
 * A contact adds 1 to one of three counters that are one sum: 0.85× of a `group by`, which hashes every contact.
 */
async function ofBoth(ctx: Scope, a: Asked, b: Asked): Promise<Pair> {
  const { forms, from, kept } = await formsOf(ctx, [a, b]);
  const [inA, inB] = forms as [SQL, SQL];
  const [both, a_only, b_only] = [1n, step, step * step].map((one) => sql.raw(`${one}::bigint`));
  const [row] = await ctx.db.execute<{ sum: string | null }>(sql`
    select sum(case when ${inA} then case when ${inB} then ${both} else ${a_only} end when ${inB} then ${b_only} end)::text
    from ${from} where c.org_id = ${ctx.orgId} and ${kept}`);
  const sum = BigInt(row?.sum ?? 0);
  return { both: Number(sum % step), a_only: Number((sum / step) % step), b_only: Number(sum / step / step) };
}

/**
 * Each predicate is asked once of a contact. Grouped by booleans, of which the planner knows that there are few combinations: by one
 * number it expects a group for each contact, and gives the count no worker.
 */
async function ofMany(ctx: Scope, audiences: Asked[]): Promise<Cell[]> {
  const { forms, from, kept } = await formsOf(ctx, audiences);
  const bits = sql.join(
    forms.map((form, i) => sql`(${form}) is true as ${sql.raw(`b${i}`)}`),
    sql`, `,
  );
  const positions = sql.raw(forms.map((_, i) => i + 1).join(', '));
  const rows = await ctx.db.execute<{ n: number } & Record<string, boolean>>(sql`
    select ${bits}, count(*)::int as n from ${from} where c.org_id = ${ctx.orgId} and ${kept} group by ${positions}`);
  const maskOf = (row: Record<string, unknown>) => forms.reduce((mask, _, i) => (row[`b${i}`] === true ? mask | (1 << i) : mask), 0);
  return rows.map((row) => ({ mask: maskOf(row), n: row.n })).filter((cell) => cell.mask > 0);
}

type Forms = { forms: SQL[]; from: SQL; kept: SQL };

/**
 * Where indexes find who is in any, each predicate is asked again of those. Where the list is read anyway, each is asked in the form
 * that is quickest there. For member rows that is a join: `exists` beside other columns is kept from the workers.
 */
async function formsOf(ctx: Scope, audiences: Asked[]): Promise<Forms> {
  const wheres = audiences.map(({ where }) => where);
  const any = sql.join(
    wheres.map((where) => sql`(${where})`),
    sql` or `,
  );
  if (!(await readsList(ctx, any))) return { forms: wheres, from: sql`contacts c`, kept: sql`(${any})` };
  const joins: SQL[] = [sql`contacts c`];
  const forms = audiences.map(({ where, memberRows }, i) => {
    if (!memberRows) return scanForm(where);
    const m = sql.raw(`m${i}`);
    joins.push(sql`left join audience_members ${m} on ${m}.audience_id = ${memberRows}::uuid and ${m}.contact_id = c.id`);
    return sql`${m}.contact_id is not null`;
  });
  return { forms, from: sql.join(joins, sql` `), kept: sql`true` };
}
