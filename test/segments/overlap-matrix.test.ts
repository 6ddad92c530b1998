import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { createSegment } from '@/server/segments/create-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { overlapMatrix } from '@/server/segments/overlap-matrix';
import { createAudience, createContext, uuidOf } from '../factory';
import { now, whereJson } from '../filter/arbitraries';
import { openTestDatabase } from '../sends/setup';
import { randomContacts } from './setup';

const held = openTestDatabase();
const runs = Number(process.env.OVERLAP_CASES ?? 12);

const save = async (ctx: Ctx, where: Record<string, unknown>, type: 'dynamic' | 'static' = 'dynamic') =>
  uuidOf('audience', (await createSegment(ctx, { name: 'S', filter: { datatype: 'contact', where }, type })).id);
const countOf = async (ctx: Ctx, where: Record<string, unknown>) =>
  (await estimateReach(ctx, { filter: { datatype: 'contact', where } })).count;

/** Against the pair's own count, and against filters that say the same with `$inAudience`. */
async function expectSame(ctx: Ctx, ids: string[]) {
  const named = ids.map((id) => ({ $inAudience: encodeId('audience', id) }));
  const matrix = await overlapMatrix(ctx, { audience_ids: ids });
  expect(matrix.audiences.map((a) => a.id)).toEqual(named.map((n) => n.$inAudience));
  expect(matrix.pairs).toHaveLength((ids.length * (ids.length - 1)) / 2);
  const size = new Map(matrix.audiences.map((a) => [a.id, a.count]));
  for (const { a, b, ...rest } of matrix.pairs) {
    const pair = await overlapAudiences(ctx, { a: uuidOf('audience', a), b: uuidOf('audience', b) });
    expect({ a: size.get(a), b: size.get(b), ...rest }).toEqual(pair);
  }
  expect(matrix.in_any).toBe(await countOf(ctx, { $or: named }));
  expect(matrix.in_all).toBe(await countOf(ctx, { $and: named }));
  for (const [i, { only }] of matrix.audiences.entries()) {
    const others = named.filter((_, k) => k !== i);
    expect(only).toBe(await countOf(ctx, { $and: [named[i], { $nor: others }] }));
  }
  return matrix;
}

it(`is what the pairs are, for two to eight audiences of every kind (${runs} random choices)`, async () => {
  const ctx = await createContext(held.db, { now });
  const people = await randomContacts(ctx, 300, 5);
  const list = (await createAudience(ctx, people.slice(40, 160))).id;
  const empty = (await createAudience(ctx, 0)).id;
  const made: string[] = [list, empty];
  for (const [i, where] of fc.sample(whereJson, { numRuns: 40, seed: 3 }).entries())
    made.push(await save(ctx, where, i % 4 === 0 ? 'static' : 'dynamic'));
  const choices = fc.sample(fc.shuffledSubarray(made, { minLength: 2, maxLength: 8 }), { numRuns: runs, seed: 9 });
  let shared = 0;
  for (const ids of [...choices, made.slice(0, 8)]) shared += (await expectSame(ctx, ids)).in_any;
  expect(shared).toBeGreaterThan(300);
}, 240_000);

it('counts the same by indexes and by reading the list', async () => {
  const ctx = await createContext(held.db);
  await held.db.execute(
    `insert into contacts (org_id, email, tags, metadata) select '${ctx.orgId}', 'p' || i || '@example.com',
       case when i % 3 = 0 then '{vip}'::text[] else '{}' end,
       jsonb_build_object('plan', (array['free', 'pro', 'team', 'trial'])[i % 4 + 1], 'seat', 's' || i % 600) from generate_series(1, 6000) i`,
  );
  await held.db.execute('vacuum analyze contacts');
  const [pro, vip, seat, seats] = [
    await save(ctx, { 'metadata.plan': 'pro' }),
    await save(ctx, { tags: 'vip' }),
    await save(ctx, { 'metadata.seat': 's9' }),
    await save(ctx, { 'metadata.seat': { $in: ['s9', 's10'] } }),
  ];
  const few = await expectSame(ctx, [seat, seats, await save(ctx, { 'metadata.seat': 's11' })]);
  expect(few.audiences.map((a) => a.count)).toEqual([10, 20, 10]);
  expect([few.in_any, few.in_all]).toEqual([30, 0]);
  const many = await expectSame(ctx, [pro, vip, seats]);
  expect(many.audiences.map((a) => [a.count, a.only])).toEqual([
    [1500, 1000],
    [2000, 1500],
    [20, 10],
  ]);
});

it('an audience that is not there is a 404, whichever it is', async () => {
  const [ctx, other] = [await createContext(held.db), await createContext(held.db)];
  const mine = [await save(ctx, { country: 'US' }), await save(ctx, {})];
  const theirs = await save(other, {});
  await expect(overlapMatrix(ctx, { audience_ids: [...mine, theirs] })).rejects.toMatchObject({ code: 'not_found' });
});
