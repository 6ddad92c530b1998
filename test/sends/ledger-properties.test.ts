import { sql } from 'drizzle-orm';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { suppressions } from '@/server/db/schema/contacts';
import { slicesFor } from '@/server/sends/count-members';
import { freezeRecipients } from '@/server/sends/freeze-recipients';
import { previewSend } from '@/server/sends/preview-send';
import { stableWord } from '@/server/sends/recipients';
import { createAudience, createContacts, createContext, unique, uuidOf } from '../factory';
import { body, createTemplate, ledger, openTestDatabase, schedule } from './setup';

const held = openTestDatabase();
// Contacts cannot share an address today; the ledger must not depend on that, so this file's database allows it.
beforeAll(() => held.db.execute(sql`alter table contacts drop constraint contacts_org_email`));

const member = fc.record({
  address: fc.oneof(fc.constant(null), fc.integer({ min: 0, max: 30 })),
  suppressed: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
});

describe('the ledger of any audience', () => {
  it('closes, agrees with the preview, mails each address once, and spreads over the ramp', { timeout: 120_000 }, async () => {
    const ctx = await createContext(held.db);
    const template = await createTemplate(ctx);
    await fc.assert(
      fc.asyncProperty(
        fc.array(member, { maxLength: 60 }),
        fc.integer({ min: 0, max: 1440 }),
        fc.integer({ min: 1, max: 5 }),
        async (members, ramp, of) => {
          const key = unique();
          const emailOf = (n: number | null) => (n === null ? null : `p${n}-${key}@example.com`);
          const people = members.length
            ? await createContacts(
                ctx,
                members.map((m) => ({ email: emailOf(m.address), phone: null })),
              )
            : [];
          const blocked = new Set(members.filter((m) => m.suppressed && m.address !== null).map((m) => emailOf(m.address) as string));
          if (blocked.size)
            await ctx.db
              .insert(suppressions)
              .values([...blocked].map((address) => ({ orgId: ctx.orgId, channel: 'email' as const, address, reason: 'manual' as const })));
          const audience = await createAudience(ctx, people);
          const seen: string[] = [];
          const receivers: string[] = [];
          for (let index = 0; index < of; index++) {
            const values = { template, ramp_minutes: ramp, slice: { index, of } };
            const preview = await previewSend(ctx, body(audience.id, values));
            const answer = await schedule(ctx, audience.id, values);
            expect(answer.total).toBe(answer.scheduled + answer.suppressed + answer.unreachable + answer.duplicates);
            expect(preview).toMatchObject({
              total: answer.total,
              will_receive: answer.scheduled,
              suppressed: answer.suppressed,
              unreachable: answer.unreachable,
              duplicates: answer.duplicates,
            });
            const rows = await ledger(held.db, uuidOf('send', answer.send_id));
            expect(rows).toHaveLength(answer.total);
            seen.push(...rows.map((r) => r.contact_id as string));
            const scheduled = rows.filter((r) => r.status === 'scheduled');
            receivers.push(...scheduled.map((r) => r.address as string));
            const n = scheduled.length;
            expect(scheduled.map((r) => r.at)).toEqual(scheduled.map((_, k) => ctx.now.getTime() + Math.floor((k * ramp * 60_000) / n)));
            const perMinute = new Map<number, number>();
            for (const row of scheduled) {
              const minute = Math.floor(((row.at as number) - ctx.now.getTime()) / 60_000);
              perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
            }
            if (ramp) for (const burst of perMinute.values()) expect(burst).toBeLessThanOrEqual(Math.ceil(n / ramp) + 1);
            for (const row of rows) {
              expect(row.status === 'unreachable').toBe(row.address === null);
              expect(row.status === 'suppressed').toBe(row.address !== null && blocked.has(row.address));
            }
            expect(new Set(scheduled.map((r) => r.address)).size).toBe(n);
          }
          expect(seen.sort()).toEqual(people.map((p) => p.id).sort());
          const open = new Set(people.map((p) => p.email).filter((e): e is string => e !== null && !blocked.has(e)));
          if (of === 1) expect(receivers.sort()).toEqual([...open].sort());
          else expect(new Set(receivers)).toEqual(open);
        },
      ),
      { numRuns: 30 },
    );
  });

  it('is written once: a second freeze is a constraint error and changes nothing', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 20);
    const { send_id } = await schedule(ctx, audience.id, { template: await createTemplate(ctx), subject_variants: ['a', 'b'] });
    const sendId = uuidOf('send', send_id);
    const before = await ledger(held.db, sendId);
    const where = sql`exists (select from audience_members am where am.audience_id = ${audience.id}::uuid and am.contact_id = c.id)`;
    const again = freezeRecipients(ctx.db, {
      orgId: ctx.orgId,
      channel: 'email',
      where,
      slice: null,
      sendId,
      startsAt: ctx.now,
      rampMinutes: 0,
      test: null,
      variants: 2,
    });
    await expect(again).rejects.toMatchObject({ cause: { constraint_name: 'messages_once' } });
    expect(await ledger(held.db, sendId)).toEqual(before);
  });
});

describe('variant and slice', () => {
  it('depend on the contact alone: another send, another order, the same letter', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(ctx, 50);
    const template = await createTemplate(ctx);
    const letters = async (members: typeof people) => {
      const { send_id } = await schedule(ctx, (await createAudience(ctx, members)).id, { template, subject_variants: ['a', 'b', 'c'] });
      const rows = await ledger(held.db, uuidOf('send', send_id));
      return { letter: new Map(rows.map((r) => [r.contact_id, r.variant])), order: rows.map((r) => r.contact_id) };
    };
    const [first, second] = [await letters(people), await letters([...people].reverse().slice(10))];
    for (const [contact, variant] of second.letter) expect(first.letter.get(contact)).toBe(variant);
    expect(second.order).not.toEqual(first.order.filter((id) => second.letter.has(id)));
  });

  it('are even, and say nothing of each other (chi-square, p > 0.001)', async () => {
    const limits: Record<number, number> = { 2: 10.83, 3: 13.82, 4: 16.27, 5: 18.47 };
    const ids = sql`select md5(i::text || 'muster')::uuid as id from generate_series(1, 100000) i`;
    for (const n of [2, 3, 4, 5]) {
      const rows = await held.db.execute<{ v: number; s: number; n: number }>(
        sql`select (${stableWord(sql`id`, 0)} % ${n}::int)::int as v, (${stableWord(sql`id`, 1)} % ${n}::int)::int as s, count(*)::int as n from (${ids}) t group by 1, 2`,
      );
      const chi = (sizes: number[]) =>
        sizes.reduce((sum, size) => sum + (size - 100_000 / sizes.length) ** 2 / (100_000 / sizes.length), 0);
      const by = (key: 'v' | 's') => Array.from({ length: n }, (_, i) => rows.filter((r) => r[key] === i).reduce((sum, r) => sum + r.n, 0));
      expect(chi(by('v'))).toBeLessThan(limits[n] as number);
      expect(chi(by('s'))).toBeLessThan(limits[n] as number);
      expect(rows).toHaveLength(n * n);
      // n² - 1 degrees of freedom, 24 at most: p = 0.001 at 51.2
      expect(chi(rows.map((r) => r.n))).toBeLessThan(51.2);
    }
  });

  it('slices are enough, with room for the spread of a hash', () => {
    expect([0, 1, 9_999, 10_000, 10_001, 20_000, 1_000_000].map(slicesFor)).toEqual([1, 1, 1, 1, 2, 3, 106]);
  });
});
