import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { suppressions } from '@/server/db/schema/contacts';
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

it(`the reach of a filter, the insights of its segment and the rows of a send are the same number (${runs} random filters)`, async () => {
  const owner = await createContext(held.db, { now });
  const people = await randomContacts(owner, 300, 7);
  await held.db
    .insert(suppressions)
    .values(
      people
        .filter((p, i) => p.email && i % 11 === 0)
        .map((p) => ({ orgId: owner.orgId, channel: 'email' as const, address: p.email as string, reason: 'bounce' as const })),
    );
  const template = await createTemplate(owner);
  for (const where of fc.sample(whereJson, { numRuns: runs, seed: 11 })) {
    const filter = { datatype: 'contact', where };
    await held.db
      .transaction(async (tx) => {
        const ctx = { ...owner, db: tx };
        const reach = await estimateReach(ctx, { filter });
        const segment = await createSegment(ctx, { name: 'Random', filter, type: 'dynamic' });
        const id = uuidOf('audience', segment.id);
        const insights = await segmentInsights(ctx, id);
        const sent = await schedule(ctx, id, { template });
        const place = JSON.stringify(where);
        expect([reach.exact, reach.count], place).toEqual([true, sent.total]);
        expect(segment.contact_count, place).toBe(sent.total);
        expect([insights.count, insights.reachable.email], place).toEqual([sent.total, sent.scheduled]);
        expect(reach.waterfall.email, place).toEqual({
          matches: sent.total,
          has_address: sent.total - sent.unreachable,
          not_suppressed: sent.scheduled + sent.duplicates,
          will_receive: sent.scheduled,
        });
        throw new Rollback();
      })
      .catch((error) => {
        if (!(error instanceof Rollback)) throw error;
      });
  }
}, 120_000);
