import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import type { Ctx } from '@/server/context';
import { createSegment } from '@/server/segments/create-segment';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { createContext, uuidOf } from '@/test/factory';
import { openTestDatabase } from '@/test/sends/setup';

// A database of its own: what the planner expects of contacts it learns from all organizations together.
const held = openTestDatabase();

const segment = async (ctx: Ctx, where: Record<string, unknown>) =>
  uuidOf('audience', (await createSegment(ctx, { name: 'S', filter: { datatype: 'contact', where }, type: 'dynamic' })).id);

/** Of 6,000, one each hour, every fourth on one of four plans, every third tagged; the last 1,000 hours are young. */
it('counts the same whichever way it takes: by an index alone, by indexes, or by reading the list', async () => {
  const ctx = await createContext(held.db);
  await held.db.execute(sql`
    insert into contacts (org_id, email, tags, metadata, created_at) select ${ctx.orgId}, 'p' || i || '@example.com',
      case when i % 3 = 0 then '{vip}'::text[] else '{}' end,
      jsonb_build_object('plan', (array['free', 'pro', 'team', 'trial'])[i % 4 + 1], 'seat', 's' || i % 600),
      now() - make_interval(hours => i) from generate_series(1, 6000) i`);
  await held.db.execute(sql`vacuum analyze contacts`);
  const young = await segment(ctx, { createdAt: { $gte: { $now: '-PT1000H30M' } } });
  const pro = await segment(ctx, { 'metadata.plan': 'pro' });
  const vip = await segment(ctx, { tags: 'vip' });
  const seat = await segment(ctx, { 'metadata.seat': 's9' });
  const rare = await segment(ctx, { 'metadata.seat': { $in: ['s9', 's10'] } });
  const of = async (a: string, b: string) => {
    const { a_only, b_only, both } = await overlapAudiences(ctx, { a, b });
    return [a_only, b_only, both];
  };
  expect(await of(pro, young)).toEqual([1250, 750, 250]);
  expect(await of(young, pro)).toEqual([750, 1250, 250]);
  expect(await of(vip, pro)).toEqual([1500, 1000, 500]);
  expect(await of(seat, rare)).toEqual([0, 10, 10]);
});
