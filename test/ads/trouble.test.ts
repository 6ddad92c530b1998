import { eq, sql } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { adPlatforms } from '@/contracts/ads';
import { applySync } from '@/server/ads/apply-sync';
import { cancelSync } from '@/server/ads/cancel-sync';
import { disconnectAccount } from '@/server/ads/disconnect-account';
import { getAccount } from '@/server/ads/get-account';
import { getAdAudience } from '@/server/ads/get-ad-audience';
import { listSyncErrors } from '@/server/ads/list-sync-errors';
import { getSync } from '@/server/ads/list-syncs';
import { runSync } from '@/server/ads/run-sync';
import { audienceMembers } from '@/server/db/schema/contacts';
import { createContacts, createContext, uuidOf } from '@/test/factory';
import { adsTest, applied, connect, drive, mapped, skipWaits, states } from './setup';

const t = adsTest();
afterEach(() => {
  for (const platform of adPlatforms) t.standIns[platform].stage.behaviour = {};
});
const behave = (platform: (typeof adPlatforms)[number], behaviour: object) => Object.assign(t.standIns[platform].stage, { behaviour });
const once = (times: Map<string, number>) => [...times.values()].every((n) => n === 1);

describe.each(adPlatforms)('%s', (platform) => {
  test('asked to slow down: waits as long as it is told, and nobody is lost or sent twice', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd, account } = await mapped(t, ctx, platform, 40);
    behave(platform, { throttle: { every: 1, seconds: 120 } });
    const { id: syncId } = await applySync(ctx, { id, empty: false });
    const { next } = await runSync(t.world, { orgId: ctx.orgId, syncId: uuidOf('adSync', syncId) });
    expect(Date.parse(next ?? '') - Date.now()).toBeGreaterThan(100_000);
    expect(await getSync(ctx, uuidOf('adSync', syncId))).toMatchObject({ status: 'waiting', error: { code: 'rate_limited' } });
    expect((await getAccount(ctx, uuidOf('adAccount', account.id))).limited_until).not.toBeNull();
    behave(platform, {});
    await skipWaits(t);
    await drive(t, ctx, uuidOf('adSync', syncId));
    expect(crowd.size).toBe(40);
    expect(once(crowd.times)).toBe(true);
    expect(await getSync(ctx, uuidOf('adSync', syncId))).toMatchObject({ status: 'finished', added: 40, error: null });
  });

  test('an answer that is lost: sent again, there once', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd } = await mapped(t, ctx, platform, 30);
    behave(platform, { fail: { share: 0.7, after: true } });
    await applied(t, ctx, id);
    expect(crowd.size).toBe(30);
    expect(await states(t, id)).toEqual({ synced: 30 });
  });

  test('a token that ends in the middle: the sync stops in words, and goes on after reconnecting', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd, account } = await mapped(t, ctx, platform, 30);
    const known = [
      ...t.standIns[platform].stage.tokens,
      ...Object.values({
        facebook: 'demo-facebook-token',
        google: 'demo-google-refresh',
        tiktok: 'demo-tiktok-token',
        linkedin: 'demo-linkedin-refresh',
      }),
    ];
    behave(platform, { expired: new Set(known) });
    const failed = await applied(t, ctx, id);
    expect(await getSync(ctx, failed)).toMatchObject({ status: 'failed', error: { code: 'token_expired' }, added: 0 });
    expect((await getSync(ctx, failed)).error?.message).toMatch(/Reconnect/);
    expect(await getAdAudience(ctx, id)).toMatchObject({ state: 'needs_attention', error: { code: 'token_expired' } });
    expect(await getAccount(ctx, uuidOf('adAccount', account.id))).toMatchObject({ status: 'needs_attention' });
    behave(platform, {});
    expect(await connect(t, ctx, platform)).toMatchObject({ id: account.id, status: 'connected', error: null });
    const woken = await t.held.db.execute(sql`select 1 from outbox where name = 'ads/changed' and data ->> 'ad_audience_id' = ${id}`);
    expect(woken.length).toBe(1);
    await applied(t, ctx, id);
    expect(crowd.size).toBe(30);
    expect(await getAdAudience(ctx, id)).toMatchObject({ state: 'in_sync', error: null });
  });

  test('no permission: failed at once, in words', async () => {
    const ctx = await createContext(t.held.db);
    const { id } = await mapped(t, ctx, platform, 3);
    behave(platform, { permission: false });
    const syncId = await applied(t, ctx, id);
    expect(await getSync(ctx, syncId)).toMatchObject({ status: 'failed', error: { code: 'permission_missing' } });
  });

  test('cancelled, then disconnected: nothing more leaves, the credentials are gone', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd, account } = await mapped(t, ctx, platform, 5);
    const sync = await applySync(ctx, { id, empty: false });
    await cancelSync(ctx, id);
    await drive(t, ctx, uuidOf('adSync', sync.id));
    expect(crowd.size).toBe(0);
    const again = await applySync(ctx, { id, empty: false });
    await expect(applySync(ctx, { id, empty: false })).rejects.toMatchObject({ code: 'conflict' });
    await disconnectAccount(ctx, uuidOf('adAccount', account.id));
    await drive(t, ctx, uuidOf('adSync', again.id));
    expect(crowd.size).toBe(0);
    const [row] = await t.held.db.execute(sql`select credentials from ad_accounts where id = ${uuidOf('adAccount', account.id)}`);
    expect(row?.credentials).toBeNull();
    await expect(applySync(ctx, { id, empty: false })).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('people who are refused', () => {
  const some = (hash: string) => hash.startsWith('0');

  test.each(['facebook', 'google', 'linkedin'] as const)('%s: recorded one by one, the others arrive', async (platform) => {
    const ctx = await createContext(t.held.db);
    const { id, crowd } = await mapped(t, ctx, platform, 400);
    behave(platform, { refuse: some });
    const syncId = await applied(t, ctx, id);
    const sync = await getSync(ctx, syncId);
    expect(sync.failed).toBeGreaterThan(10); // more than Facebook names
    expect(sync.added + sync.failed).toBe(400);
    expect(sync.status).toBe('partial');
    expect(crowd.size).toBe(sync.added);
    expect(await states(t, id)).toEqual({ failed: sync.failed, synced: sync.added });
    const errors = await listSyncErrors(ctx, { id: syncId, limit: 100 });
    expect(errors.data.length).toBe(sync.failed);
    expect(errors.data[0]).toMatchObject({ op: 'add', code: 'invalid_member' });
    behave(platform, {});
    await applied(t, ctx, id);
    expect(crowd.size).toBe(400);
  });

  test('LinkedIn: who stumbles is tried again by itself', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd } = await mapped(t, ctx, 'linkedin', 300);
    behave('linkedin', { stumble: { share: 0.3 } });
    const syncId = await applied(t, ctx, id);
    expect(await getSync(ctx, syncId)).toMatchObject({ status: 'finished', added: 300, failed: 0 });
    expect(once(crowd.times)).toBe(true);
  });

  test('Google: processed later, and what it refuses then', async () => {
    const ctx = await createContext(t.held.db);
    const { id } = await mapped(t, ctx, 'google', 20);
    behave('google', { processing: 3, outcome: () => ({ status: 'FAILED', count: 20, reason: 'UNKNOWN_CONSENT' }) });
    const syncId = await applied(t, ctx, id);
    expect(await getSync(ctx, syncId)).toMatchObject({ status: 'partial', added: 0, failed: 20 });
    const errors = await listSyncErrors(ctx, { id: syncId, limit: 100 });
    expect(errors.data[0]).toMatchObject({ code: 'consent_missing' });
  });

  test('Google: two contacts that are one person there stay one until both are gone', async () => {
    const ctx = await createContext(t.held.db);
    const { id, crowd, audience } = await mapped(t, ctx, 'google', 0);
    const [a, b] = await createContacts(ctx, [
      { email: `some.body${audience.slug}@gmail.com` },
      { email: `somebody${audience.slug}@gmail.com` },
    ]);
    if (!a || !b) throw new Error('people');
    await t.held.db.insert(audienceMembers).values([a, b].map((one) => ({ orgId: ctx.orgId, audienceId: audience.id, contactId: one.id })));
    await applied(t, ctx, id);
    expect(crowd.size).toBe(1);
    await t.held.db.delete(audienceMembers).where(eq(audienceMembers.contactId, a.id));
    await applied(t, ctx, id);
    expect(crowd.size).toBe(1);
    expect(await states(t, id)).toEqual({ removed: 1, synced: 1 });
    await t.held.db.delete(audienceMembers).where(eq(audienceMembers.contactId, b.id));
    await applied(t, ctx, id);
    expect(crowd.size).toBe(0);
  });
});

test('a stand-in misbehaves by its address too, for who tries the product out', async () => {
  const { url } = t.standIns.facebook;
  const say = (body: unknown, type = 'application/json') =>
    fetch(`${url}/_behave`, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify(body) });
  const ctx = await createContext(t.held.db);
  const { id } = await mapped(t, ctx, 'facebook', 3);
  expect((await say({ expire: true })).status).toBe(422);
  expect((await say({ expired: true }, 'text/plain')).status).toBe(415);
  expect((await say({ expired: true })).status).toBe(200);
  expect(await getSync(ctx, await applied(t, ctx, id))).toMatchObject({ status: 'failed', error: { code: 'token_expired' } });
  await say({});
  await connect(t, ctx, 'facebook');
  expect(await getSync(ctx, await applied(t, ctx, id))).toMatchObject({ status: 'finished', added: 3 });
});
