import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Filter, Segment } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { contactEvents, recordContacts, records } from '@/server/db/schema/records';
import { createSegment } from '@/server/segments/create-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { segmentInsights } from '@/server/segments/segment-insights';
import { createContext, uuidOf } from '../factory';
import { now, whereJson } from '../filter/arbitraries';
import { createTemplate, openTestDatabase, schedule } from '../sends/setup';
import { randomContacts } from './setup';

const held = openTestDatabase();
const runs = Number(process.env.SEGMENT_CASES ?? 60);

class Rollback extends Error {}

type World = { owner: Ctx; people: { id: string; email: string | null }[]; template: string };

async function world(): Promise<World> {
  const owner = await createContext(held.db, { now });
  const people = await randomContacts(owner, 300, 7);
  await held.db
    .insert(suppressions)
    .values(
      people
        .filter((p, i) => p.email && i % 11 === 0)
        .map((p) => ({ orgId: owner.orgId, channel: 'email' as const, address: p.email as string, reason: 'bounce' as const })),
    );
  return { owner, people, template: await createTemplate(owner) };
}

/** Reach, segment, insights and the rows of a send, in one transaction that leaves nothing behind. Answers the number. */
async function sameEverywhere({ owner, template }: World, filter: Filter, type: Segment['type'] = 'dynamic'): Promise<number> {
  let total = -1;
  await held.db
    .transaction(async (tx) => {
      const ctx = { ...owner, db: tx };
      const place = JSON.stringify(filter);
      const reach = await estimateReach(ctx, { filter });
      const first = await estimateReach(ctx, { filter, want: 'first' });
      const segment = await createSegment(ctx, { name: 'Random', filter, type });
      const id = uuidOf('audience', segment.id);
      const insights = await segmentInsights(ctx, id);
      const sent = await schedule(ctx, id, { template });
      expect([reach.exact, reach.count], place).toEqual([true, sent.total]);
      expect([first.exact, first.count, first.waterfall], place).toEqual([true, sent.total, reach.waterfall]);
      expect(segment.contact_count, place).toBe(sent.total);
      expect([insights.count, insights.reachable.email], place).toEqual([sent.total, sent.scheduled]);
      expect(reach.waterfall.email, place).toEqual({
        matches: sent.total,
        has_address: sent.total - sent.unreachable,
        not_suppressed: sent.scheduled + sent.duplicates,
        will_receive: sent.scheduled,
      });
      total = sent.total;
      throw new Rollback();
    })
    .catch((error) => {
      if (!(error instanceof Rollback)) throw error;
    });
  return total;
}

it(`the reach of a filter, the insights of its segment and the rows of a send are the same number (${runs} random filters)`, async () => {
  const here = await world();
  for (const where of fc.sample(whereJson, { numRuns: runs, seed: 11 })) await sameEverywhere(here, { datatype: 'contact', where });
}, 240_000);

it('also for behaviour, records, segments in segments, and frozen members', async () => {
  const here = await world();
  const { owner, people } = here;
  const orgId = owner.orgId;
  await held.db.insert(contactEvents).values(
    people.flatMap(({ id }, i) =>
      Array.from({ length: i % 4 }, (_, n) => ({
        orgId,
        contactId: id,
        name: n % 2 ? 'login' : 'purchase',
        properties: { amount: i },
        occurredAt: new Date(now.getTime() - i * 86_400_000),
      })),
    ),
  );
  const made = await held.db
    .insert(records)
    .values(
      Array.from({ length: 40 }, (_, i) => ({ orgId, datatype: 'order', key: `o${i}`, data: { total: i, lines: [{ sku: `s${i % 3}` }] } })),
    )
    .returning({ id: records.id });
  const links = made.flatMap(({ id }, i) =>
    [i, i + 1, i * 7].map((at) => ({ orgId, recordId: id, contactId: people[at % 300]?.id as string })),
  );
  await held.db.insert(recordContacts).values(links).onConflictDoNothing();

  const of = (where: Filter['where'], datatype = 'contact') => ({ datatype, where });
  const buyers = await createSegment(owner, { name: 'Buyers', filter: of({ $did: { event: 'purchase' } }), type: 'dynamic' });
  const frozen = await createSegment(owner, { name: 'Frozen', filter: of({ $did: { event: 'login' } }), type: 'static' });
  const nested = { $inAudience: buyers.id };
  const filters: [Filter, Segment['type']][] = [
    [of({ $did: { event: 'purchase', count: { $gte: 2 }, since: { $now: '-P90D' } } }), 'dynamic'],
    [of({ $did: { event: 'purchase', count: 0 } }), 'dynamic'],
    [of({ $did: { event: 'login', where: { amount: { $gt: 100 } } } }), 'static'],
    [of({ total: { $gte: 20 } }, 'order'), 'dynamic'],
    [of({ lines: { $elemMatch: { sku: 's1' } }, total: { $lt: 30 } }, 'order'), 'static'],
    [of(nested), 'dynamic'],
    [of({ $nor: [nested], tags: { $exists: true } }), 'dynamic'],
    [of({ $or: [{ $inAudience: frozen.id }, { $did: { event: 'purchase', count: 1 } }] }), 'dynamic'],
    [of({ $and: [nested, { $inAudience: frozen.id }] }), 'static'],
  ];
  const totals: number[] = [];
  for (const [filter, type] of filters) totals.push(await sameEverywhere(here, filter, type));
  expect(totals.every((n) => n > 0 && n < 300)).toBe(true);
}, 120_000);
