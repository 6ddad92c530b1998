import { and, desc, eq } from 'drizzle-orm';
import type { AdPlatform } from '@/contracts/ads';
import type { Ctx } from '@/server/context';
import { adAccounts } from '@/server/db/schema/ads';
import { AdsError } from './ads-error';
import type { Interest } from './platforms/platform';
import { type AdsSettings, adsSettings } from './settings';
import { withAccount } from './with-account';

/** `unasked`: why the platform did not answer, in words; null when there is nobody to ask (no account, or no such list). */
export type LiveInterests = { interests: Interest[]; account: string } | { unasked: string | null };

/** Asks a platform for its interests by the organization's newest account that works. */
export async function searchInterests(
  ctx: Ctx,
  platform: AdPlatform,
  q: string | undefined,
  settings: AdsSettings = adsSettings(),
): Promise<LiveInterests> {
  const [account] = await ctx.db
    .select()
    .from(adAccounts)
    .where(and(eq(adAccounts.orgId, ctx.orgId), eq(adAccounts.platform, platform), eq(adAccounts.status, 'connected')))
    .orderBy(desc(adAccounts.id))
    .limit(1);
  if (!account) return { unasked: null };
  try {
    const interests = await withAccount(ctx.db, settings, account, async (c, api) => (api.interests ? api.interests(c, q) : null));
    return interests ? { interests, account: account.name } : { unasked: null };
  } catch (error) {
    if (error instanceof AdsError) return { unasked: error.message };
    throw error;
  }
}
