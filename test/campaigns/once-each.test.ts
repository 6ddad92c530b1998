import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Channel } from '@/contracts/limits';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { previewCampaign } from '@/server/campaigns/preview-campaign';
import { suppress } from '@/server/suppressions/suppress';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { campaign, launchAll, messagesOf, runsOf } from './setup';

const held = openTestDatabase();

const person = fc.record({
  email: fc.boolean(),
  phone: fc.boolean(),
  noEmail: fc.boolean(),
  noPhone: fc.boolean(),
  /** Of the audiences A, B (included) and C (excluded). */
  in: fc.tuple(fc.boolean(), fc.boolean(), fc.boolean()),
});
type Person = { email: boolean; phone: boolean; noEmail: boolean; noPhone: boolean; in: [boolean, boolean, boolean] };

/** What should become of somebody, said plainly: the channel and the status of their one message; null: none. */
function fate(p: Person, channels: readonly Channel[]): string | null {
  if (!(p.in[0] || p.in[1]) || p.in[2]) return null;
  const has = { email: p.email, sms: p.phone };
  const blocked = { email: p.noEmail, sms: p.noPhone };
  const reached = channels.find((channel) => has[channel] && !blocked[channel]);
  if (reached) return `${reached} scheduled`;
  const [first = 'email'] = channels;
  return `${first} ${has[first] ? 'suppressed' : 'unreachable'}`;
}

let number = 0;

it('whatever the people: each has the one message that is theirs, and the preview had counted it', async () => {
  const orders = fc.constantFrom<Channel[]>(['email'], ['sms'], ['email', 'sms'], ['sms', 'email']);
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 25 }), orders, async (people, channels) => {
      const ctx = await createContext(held.db);
      const key = ++number;
      const rows = await createContacts(
        ctx,
        people.map((p, i) => ({
          email: p.email ? `p${i}-${key}@example.com` : null,
          phone: p.phone ? `+1415${String(2_000_000 + i)}` : null,
        })),
      );
      for (const [i, p] of people.entries()) {
        if (p.email && p.noEmail) await suppress(ctx, { channel: 'email', address: rows[i]?.email ?? '', reason: 'manual' });
        if (p.phone && p.noPhone) await suppress(ctx, { channel: 'sms', address: rows[i]?.phone ?? '', reason: 'manual' });
      }
      const members = (at: 0 | 1 | 2) => rows.filter((_, i) => people[i]?.in[at]);
      const [a, b, c] = [
        await createAudience(ctx, members(0)),
        await createAudience(ctx, members(1)),
        await createAudience(ctx, members(2)),
      ];
      const audiences = { include: [a.id, b.id], exclude: [c.id] };
      const preview = await previewCampaign(ctx, { audiences, channels, oncePerPerson: false });
      const made = await campaign(
        ctx,
        audiences.include,
        { channels: channels.map((channel) => (channel === 'sms' ? { channel, from: 'Shop' } : channel)) },
        audiences.exclude,
      );
      await launchCampaign(ctx, made.uuid);
      const [run] = await runsOf(held.db, made.uuid);
      await launchAll(held.db, ctx, run?.id ?? '');
      const sent = await messagesOf(held.db, made.uuid);
      const found = rows.map((row) => sent.filter((m) => m.contact_id === row.id).map((m) => `${m.channel} ${m.status}`));
      const wanted = people.map((p) => fate(p, channels)).map((f) => (f ? [f] : []));
      expect(found).toEqual(wanted);
      const count = (test: (f: string) => boolean) => wanted.flat().filter(test).length;
      expect(preview).toMatchObject({
        people: wanted.flat().length,
        will_receive: count((f) => f.endsWith('scheduled')),
        suppressed: count((f) => f.endsWith('suppressed')),
        unreachable: count((f) => f.endsWith('unreachable')),
        channels: channels.map((channel) => ({ channel, will_receive: count((f) => f === `${channel} scheduled`) })),
      });
      expect(preview.included - preview.excluded).toBe(preview.people);
    }),
    { numRuns: 25 },
  );
}, 120_000);
