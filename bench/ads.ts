import { sql } from 'drizzle-orm';
import { type AdPlatform, adPlatforms, connectInput } from '@/contracts/ads';
import { applySync } from '@/server/ads/apply-sync';
import { connectAccount } from '@/server/ads/connect-account';
import { getSync } from '@/server/ads/list-syncs';
import { mapAudience } from '@/server/ads/map-audience';
import { planSync } from '@/server/ads/plan-sync';
import { runSync } from '@/server/ads/run-sync';
import { demoAccounts } from '@/server/ads/stand-ins/demo-accounts';
import { type StandIns, standInEnv, startStandIns } from '@/server/ads/stand-ins/start';
import { adsUrls } from '@/server/ads/urls';
import type { Ctx } from '@/server/context';
import { readEnv } from '@/server/env';
import { createAudience, createContext, unique, uuidOf } from '@/test/factory';
import { type BenchContext, type Row, round } from './harness';

export const name = 'Ads sync of 100,000 members to each stand-in, which throttles every 7th upload and fails 5 % of what it gets';

const MEMBERS = 100_000;
const misbehaves = { throttle: { every: 7, seconds: 1 }, fail: { share: 0.05 }, stumble: { share: 0.05 }, processing: 1 };

export async function run({ db }: BenchContext): Promise<Row[]> {
  const standIns = await startStandIns({ behaviour: Object.fromEntries(adPlatforms.map((p) => [p, misbehaves])) });
  const ctx = await createContext(db);
  const mark = unique();
  let raw = 0;
  let bytes = 0;
  for (const platform of adPlatforms)
    standIns[platform].onWire((text) => {
      bytes += text.length;
      if (text.includes(mark) || /@[a-z]|\+1415\d{7}|(?<![\da-f])1415\d{7}(?![\da-f])/i.test(text)) raw++;
    });
  const audience = await createAudience(ctx);
  await db.execute(sql`
    with people as (
      insert into contacts (org_id, email, phone, name, country)
      select ${ctx.orgId}::uuid, 'p' || i || ${`-${mark}@example.com`}, '+1415' || lpad(i::text, 7, '0'), 'Given' || (i % 26) || ' Family', 'US'
        from generate_series(1, ${MEMBERS}::int) i returning id)
    insert into audience_members (org_id, audience_id, contact_id) select ${ctx.orgId}::uuid, ${audience.id}::uuid, id from people`);
  await db.execute(sql`analyze contacts, audience_members`);
  const rows: Row[] = [];
  for (const platform of adPlatforms) rows.push(...(await one(ctx, standIns, platform, audience.id)));
  await standIns.stopAll();
  return [
    ...rows,
    { what: 'requests with a raw address, name or phone, of all four', value: raw, unit: '', limit: 0, ok: raw === 0 },
    { what: 'sent over the wire, of all four', value: round(bytes / 1e6, 1), unit: 'MB' },
  ];
}

async function one(ctx: Ctx, standIns: StandIns, platform: AdPlatform, audienceId: string): Promise<Row[]> {
  const settings = { secret: 'a secret of at least thirty-two characters', urls: adsUrls(readEnv(standInEnv(standIns))) };
  const world = { db: ctx.db as never, ads: settings, patienceMs: 0, log: console.error };
  const account = await connectAccount(ctx, connectInput.parse({ platform, ...demoAccounts[platform] }), settings);
  const accountId = uuidOf('adAccount', account.id);
  const ad = await mapAudience(ctx, { account_id: accountId, audience_id: audienceId, consent: 'granted' }, settings);
  const id = uuidOf('adAudience', ad.id);
  let begun = performance.now();
  const plan = await planSync(ctx, id);
  const planned = performance.now() - begun;
  const sync = uuidOf('adSync', (await applySync(ctx, { id, empty: false })).id);
  begun = performance.now();
  for (;;) {
    const { next } = await runSync(world, { orgId: ctx.orgId, syncId: sync });
    if (next === null) break;
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, Date.parse(next) - Date.now())));
  }
  const seconds = (performance.now() - begun) / 1_000;
  const done = await getSync(ctx, sync);
  const crowd = standIns[platform].stage.crowds.get(ad.external_id ?? '');
  const twice = [...(crowd?.times.values() ?? [])].filter((n) => n !== 1).length;
  const there = crowd?.size ?? 0;
  const ok = done.status === 'finished' && there === MEMBERS && plan.add === MEMBERS;
  return [
    { what: `${platform}: members there`, value: there, unit: '', limit: MEMBERS, ok },
    { what: `${platform}: handed in more than once`, value: twice, unit: '', limit: 0, ok: twice === 0 },
    {
      what: `${platform}: until all arrived (${done.requests} requests, ${standIns[platform].uploads()} uploads tried)`,
      value: round(seconds, 1),
      unit: 's',
    },
    { what: `${platform}: plan`, value: round(planned), unit: 'ms' },
  ];
}
