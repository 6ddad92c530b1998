import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { othersForm } from '@/server/filter/compile';
import { countMatching } from '@/server/segments/count-matching';
import { fewOthers } from '@/server/segments/quickest-form';
import { createContext } from '../factory';
import { now, whereJson } from '../filter/arbitraries';
import { openTestDatabase } from '../sends/setup';
import { randomContacts } from './setup';

const held = openTestDatabase();
const runs = Number(process.env.SEGMENT_CASES ?? 60);

const predicate = (ctx: Ctx, where: Record<string, unknown>) => filterWhere(ctx, readFilter({ datatype: 'contact', where }).filter);

describe('whom a filter leaves out', () => {
  it('are exactly the others, of whatever is negated', async () => {
    const ctx = await createContext(held.db, { now });
    await randomContacts(ctx, 300, 11);
    let said = 0;
    await fc.assert(
      fc.asyncProperty(whereJson, whereJson, async (a, b) => {
        const nor = { $nor: [a, b] };
        for (const where of [nor, { $and: [{ $nor: [a] }, { tags: { $nin: ['vip', 'a,b'] } }], country: { $ne: 'US' } }, a] as Record<
          string,
          unknown
        >[]) {
          const selected = await predicate(ctx, where);
          const others = othersForm(selected);
          if (!others) {
            expect(where).toBe(a);
            continue;
          }
          said++;
          const [row] = await held.db.execute<{ all: number; some: number; others: number; both: number }>(sql`
            select count(*)::int as all, (count(*) filter (where ${selected}))::int as some, (count(*) filter (where ${others}))::int as others,
                   (count(*) filter (where (${selected}) and (${others})))::int as both from contacts c where c.org_id = ${ctx.orgId}`);
          expect([(row?.some ?? 0) + (row?.others ?? 0), row?.both], JSON.stringify(where)).toEqual([row?.all, 0]);
        }
      }),
      { numRuns: runs, seed: 5 },
    );
    expect(said).toBeGreaterThanOrEqual(2 * runs);
  }, 60_000);

  it('says nothing of a filter that also selects', async () => {
    const ctx = await createContext(held.db);
    for (const where of [
      {},
      { country: { $ne: 'US' }, tags: 'vip' },
      { 'metadata.n': { $ne: 1, $gt: 0 } },
      { $or: [{ country: { $ne: 'US' } }, { tags: { $ne: 'vip' } }] },
      { email: { $exists: true } },
      { $and: [{ $nor: [{ tags: 'vip' }] }, {}] },
    ])
      expect(othersForm(await predicate(ctx, where)), JSON.stringify(where)).toBeNull();
  });

  it('are counted in its place where they are few, addresses and suppressed ones too', async () => {
    const ctx = await createContext(held.db);
    await held.db.execute(sql`
      insert into contacts (org_id, email, phone, tags) select ${ctx.orgId}, case when i % 7 > 0 then 'p' || i || '@example.com' end,
        case when i % 10 = 0 then '+1415' || lpad(i::text, 7, '0') end, case when i % 100 = 0 then array['customer'] else array['lead'] end
      from generate_series(1, 4000) i`);
    await held.db.insert(suppressions).values(
      [1, 41, 100, 200].map((i) => ({
        orgId: ctx.orgId,
        channel: 'email' as const,
        address: `p${i}@example.com`,
        reason: 'bounce' as const,
      })),
    );
    await held.db.execute(sql`analyze contacts`);
    const [few, most] = [await predicate(ctx, { tags: { $ne: 'customer' } }), await predicate(ctx, { tags: { $ne: 'lead' } })];
    expect(await fewOthers(ctx, few)).not.toBeNull();
    expect(await fewOthers(ctx, most)).toBeNull();
    const numbers = async (where: Record<string, unknown>) => {
      const { count, withEmail, withPhone, suppressed } = await countMatching(ctx, await predicate(ctx, where));
      return [count, withEmail, withPhone, suppressed.email, suppressed.sms];
    };
    expect(await numbers({ tags: { $ne: 'customer' } })).toEqual(await numbers({ tags: 'lead' }));
    expect(await numbers({ tags: 'customer' })).toEqual([40, 35, 40, 2, 0]);
    expect(await numbers({ tags: 'lead' })).toEqual([3960, 3394, 360, 2, 0]);
  });
});
