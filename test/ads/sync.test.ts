import { eq, sql } from 'drizzle-orm';
import { describe, expect, test } from 'vitest';
import { adPlatforms } from '@/contracts/ads';
import { beginChanges } from '@/server/ads/begin-changes';
import { getSync } from '@/server/ads/list-syncs';
import { hashKeys, normaliseFor } from '@/server/ads/normalise';
import { planSync } from '@/server/ads/plan-sync';
import { deleteContact } from '@/server/contacts/delete-contact';
import { contacts } from '@/server/db/schema/contacts';
import { suppress } from '@/server/suppressions/suppress';
import { createContext } from '@/test/factory';
import { adsTest, applied, drive, mapped, states } from './setup';

const t = adsTest();

const changes = async (ctx: Awaited<ReturnType<typeof createContext>>, id: string, accountId: string) => {
  const changed = { org_id: ctx.orgId, ad_audience_id: id, account_id: accountId, due_at: '' };
  const begun = await beginChanges(t.world, changed, 'run-1');
  if (begun) {
    expect(await beginChanges(t.world, changed, 'run-1')).toBe(begun); // its step is repeated
    expect(await beginChanges(t.world, changed, 'run-2')).toBeNull();
    await drive(t, ctx, begun);
  }
  return begun;
};

describe.each(adPlatforms)('%s', (platform) => {
  test('everybody arrives once, only as hashes, and leaves again', async () => {
    const ctx = await createContext(t.held.db);
    t.wire.length = 0;
    const { people, id, crowd, account } = await mapped(t, ctx, platform, 250);
    const plan = await planSync(ctx, id);
    expect(plan).toMatchObject({ members: 250, add: 250, remove: 0, unchanged: 0, unmatched: 0, size_after: 250 });
    const syncId = await applied(t, ctx, id);
    expect(await getSync(ctx, syncId)).toMatchObject({ status: 'finished', added: 250, to_add: 250, failed: 0 });
    expect(crowd.size).toBe(250);
    expect([...crowd.times.values()].every((n) => n === 1)).toBe(true);
    for (const person of people.slice(0, 20)) expect(crowd.has(hashKeys(normaliseFor(platform, person)).email ?? '')).toBe(true);
    expect(await states(t, id)).toEqual({ synced: 250 });
    expect(await planSync(ctx, id)).toMatchObject({ add: 0, remove: 0, unchanged: 250 });

    // leaves: unsubscribed, suppressed by phone, opted out, erased, no longer a member, another address
    const [a, b, c, d, e, f] = people;
    if (!a || !b || !c || !d || !e || !f) throw new Error('people');
    await suppress(ctx, { channel: 'email', address: a.email ?? '', reason: 'unsubscribe' });
    await suppress(ctx, { channel: 'sms', address: b.phone ?? '', reason: 'stop' });
    await t.held.db
      .update(contacts)
      .set({ metadata: { ads_opt_out: true } })
      .where(eq(contacts.id, c.id));
    await deleteContact(ctx, d.id);
    await t.held.db
      .update(contacts)
      .set({ email: `new-${e.email}` })
      .where(eq(contacts.id, e.id));
    expect(await planSync(ctx, id)).toMatchObject({
      members: 249,
      add: 1,
      remove: 5,
      unchanged: 245,
      excluded: { suppressed: 2, opted_out: 1 },
    });
    expect(await changes(ctx, id, account.id)).not.toBeNull();
    const hash = (person: typeof a) => hashKeys(normaliseFor(platform, person)).email ?? '';
    for (const gone of [a, b, c, d, e]) expect(crowd.has(hash(gone)), `${gone.name}`).toBe(false);
    expect(crowd.has(hash({ ...e, email: `new-${e.email}` }))).toBe(true);
    expect(crowd.size).toBe(246);
    expect(await states(t, id)).toEqual({ synced: 246, excluded: 3 });
    const kept = await t.held.db.execute(sql`select 1 from ad_members where contact_id = ${d.id}`);
    expect(kept.length).toBe(0);

    const wire = t.wire.join('\n');
    expect(wire.length).toBeGreaterThan(10_000);
    for (const { email, phone } of people) {
      expect(wire).not.toContain(email);
      expect(wire).not.toContain(phone?.slice(1));
    }
    expect(wire).not.toMatch(/@example/i);
    expect(wire).not.toMatch(/Given[a-j]|Family[a-j]/i);

    // emptied: nobody is left there, and no hash is left here
    await applied(t, ctx, id, true);
    expect(crowd.size).toBe(0);
    const hashes = await t.held.db.execute(
      sql`select 1 from ad_members where ad_audience_id = ${id} and (email_hash is not null or identity is not null)`,
    );
    expect(hashes.length).toBe(0);
  });
});
