import { sql } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import { type AdPlatform, adPlatforms, type ConnectBody, connectInput } from '@/contracts/ads';
import type { AdsWorld } from '@/server/ads/ads-world';
import { applySync } from '@/server/ads/apply-sync';
import { connectAccount } from '@/server/ads/connect-account';
import { mapAudience } from '@/server/ads/map-audience';
import { runSync } from '@/server/ads/run-sync';
import type { AdsSettings } from '@/server/ads/settings';
import type { Crowd } from '@/server/ads/stand-ins/crowd';
import { demoAccounts } from '@/server/ads/stand-ins/demo-accounts';
import { type StandIns, standInEnv, startStandIns } from '@/server/ads/stand-ins/start';
import { adsUrls } from '@/server/ads/urls';
import type { Ctx } from '@/server/context';
import { readEnv } from '@/server/env';
import { createAudience, createContacts, unique, uuidOf } from '@/test/factory';
import { openTestDatabase } from '@/test/sends/setup';

export const secret = 'a secret of at least thirty-two characters';

/** A database, the four stand-ins and a world that calls them, for the tests of one file. `wire` holds everything that was sent. */
export function adsTest() {
  const held = openTestDatabase();
  const t = { wire: [] as string[] } as { world: AdsWorld; standIns: StandIns; ads: AdsSettings; wire: string[] };
  beforeAll(async () => {
    t.standIns = await startStandIns();
    for (const platform of adPlatforms) t.standIns[platform].onWire((text) => t.wire.push(text));
    t.ads = { secret, urls: adsUrls(readEnv(standInEnv(t.standIns))) };
    t.world = { db: held.db, ads: t.ads, patienceMs: 0, log: () => {} };
  });
  afterAll(() => t.standIns.stopAll());
  return Object.assign(t, { held });
}
type AdsTest = ReturnType<typeof adsTest>;

const demoBody = (platform: AdPlatform) => ({ platform, ...demoAccounts[platform] }) as ConnectBody;
export const connect = (t: AdsTest, ctx: Ctx, platform: AdPlatform) => connectAccount(ctx, connectInput.parse(demoBody(platform)), t.ads);

/** A list of `n` contacts with an email and a phone each, mapped at a platform. */
export async function mapped(t: AdsTest, ctx: Ctx, platform: AdPlatform, n: number) {
  const key = unique();
  const people = await createContacts(
    ctx,
    Array.from({ length: n }, (_, i) => ({
      email: `p${String(i).padStart(6, '0')}-${key}@example.com`,
      phone: `+1415${key.replace(/\D/g, '').slice(0, 2).padEnd(2, '5')}${String(i).padStart(5, '0')}`,
      name: `Given${'abcdefghij'[i % 10]} Family${'abcdefghij'[i % 7]}`,
      country: 'US',
    })),
  );
  const audience = await createAudience(ctx, people);
  const account = await connect(t, ctx, platform);
  const ad = await mapAudience(ctx, { account_id: uuidOf('adAccount', account.id), audience_id: audience.id, consent: 'granted' }, t.ads);
  const crowd = t.standIns[platform].stage.crowds.get(ad.external_id ?? '') as Crowd;
  return { people, audience, account, ad, id: uuidOf('adAudience', ad.id), crowd };
}

/** Applies and drives the sync to its end, skipping the waits that a platform asks for. */
export async function applied(t: AdsTest, ctx: Ctx, id: string, empty = false) {
  const sync = await applySync(ctx, { id, empty });
  const syncId = uuidOf('adSync', sync.id);
  await drive(t, ctx, syncId);
  return syncId;
}

export async function drive(t: AdsTest, ctx: Ctx, syncId: string, rounds = 200): Promise<void> {
  for (let i = 0; i < rounds; i++) {
    const { next } = await runSync(t.world, { orgId: ctx.orgId, syncId });
    if (next === null) return;
    await skipWaits(t);
  }
  throw new Error('the sync did not end');
}

/** What a platform asked us to wait for is over. */
export async function skipWaits(t: AdsTest): Promise<void> {
  await t.world.db.execute(sql`update ad_accounts set limited_until = null where limited_until is not null`);
  await t.world.db.execute(sql`update ad_batches set ask_at = now() where status = 'processing'`);
}

export async function states(t: AdsTest, id: string): Promise<Record<string, number>> {
  const rows = await t.world.db.execute<{ state: string; n: number }>(
    sql`select state, count(*)::int as n from ad_members where ad_audience_id = ${id} group by state order by state`,
  );
  return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
