import { and, desc, eq } from 'drizzle-orm';
import type { AdPlatform } from '@/contracts/ads';
import type { Ctx } from '@/server/context';
import { adAccounts } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import type { Interest } from './platforms/platform';
import { rememberInterests } from './remember-interests';
import { type AdsSettings, adsSettings } from './settings';
import { withAccount } from './with-account';

/** `at`: when the platform said so. `unasked`: why the platform did not answer, in words; null when there is nobody to ask (no account, or no such list). */
export type LiveInterests = { interests: Interest[]; account: string; at: Date } | { unasked: string | null };

/** Asks a platform for its interests by the organization's newest account that works. @param kept what it said in the last ten minutes will do */
export async function searchInterests(
  ctx: Ctx,
  platform: AdPlatform,
  q: string | undefined,
  settings: AdsSettings = adsSettings(),
  kept = false,
): Promise<LiveInterests> {
  const [account] = await ctx.db
    .select()
    .from(adAccounts)
    .where(and(eq(adAccounts.orgId, ctx.orgId), eq(adAccounts.platform, platform), eq(adAccounts.status, 'connected')))
    .orderBy(desc(adAccounts.id))
    .limit(1);
  if (!account) return { unasked: null };
  try {
    const ask = () => withAccount(ctx.db, settings, account, async (c, api) => (api.interests ? api.interests(c, q) : null));
    const { interests, at } = kept ? await rememberInterests(account.id, q, ask) : { interests: await ask(), at: new Date() };
    return interests ? { interests, account: account.name, at } : { unasked: null };
  } catch (error) {
    if (error instanceof AdsError) return { unasked: error.message };
    throw error;
  }
}
