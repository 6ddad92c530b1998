import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { AdPlatform } from '@/contracts/ads';
import { facebookStandIn } from './facebook';
import { googleStandIn } from './google';
import { linkedinStandIn } from './linkedin';
import { type Behaviour, type StandIn, startStandIn } from './server';
import { tiktokStandIn } from './tiktok';

const actors = { facebook: facebookStandIn, google: googleStandIn, tiktok: tiktokStandIn, linkedin: linkedinStandIn };

export type StandIns = Record<AdPlatform, StandIn> & { stopAll(): Promise<void> };

/** The four platforms on free loopback ports. With `dir` their audiences are kept there. */
export async function startStandIns(options: { dir?: string; behaviour?: Partial<Record<AdPlatform, Behaviour>> } = {}): Promise<StandIns> {
  const start = (platform: AdPlatform) =>
    startStandIn(platform, actors[platform], {
      behaviour: options.behaviour?.[platform],
      file: options.dir && path.join(options.dir, `ads-${platform}.json`),
    });
  const [facebook, google, tiktok, linkedin] = await Promise.all([start('facebook'), start('google'), start('tiktok'), start('linkedin')]);
  const all = { facebook, google, tiktok, linkedin };
  const urls = Object.fromEntries(Object.values(all).map(({ platform, url }) => [platform, url]));
  // for who wants to look (`GET /_seen`) or to see one misbehave (`POST /_behave`)
  if (options.dir) writeFileSync(path.join(options.dir, 'ads.json'), `${JSON.stringify(urls, null, 2)}\n`, { mode: 0o600 });
  return {
    ...all,
    stopAll: async () => void (await Promise.all(Object.values(all).map((one) => one.stop()))),
  };
}

/** The settings that send this product's calls to them: variables of server/env.ts. */
export const standInEnv = (s: StandIns): Record<string, string> => ({
  ADS_FACEBOOK_URL: s.facebook.url,
  ADS_GOOGLE_URL: s.google.url,
  ADS_TIKTOK_URL: s.tiktok.url,
  ADS_LINKEDIN_URL: s.linkedin.url,
  ADS_STAND_INS: 'on',
});
