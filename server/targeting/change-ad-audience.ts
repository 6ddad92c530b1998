import { noTargeting } from '@/contracts/ad-targeting';
import type { AdAudience, AdAudiencePatch } from '@/contracts/ads';
import { findAdAudience } from '@/server/ads/find';
import type { AdsSettings } from '@/server/ads/settings';
import { updateAdAudience } from '@/server/ads/update-ad-audience';
import type { Ctx } from '@/server/context';
import { checkTargeting } from './check-targeting';

/** Changes a mapped audience. Chosen targeting is looked up first, outside of any transaction: the platform may be asked. */
export async function changeAdAudience(
  ctx: Ctx,
  { targeting, ...input }: AdAudiencePatch & { id: string },
  settings?: AdsSettings,
): Promise<AdAudience> {
  if (!targeting) return updateAdAudience(ctx, input);
  const { adAudience, account } = await findAdAudience(ctx, input.id);
  const checked = await checkTargeting(ctx, account.platform, targeting, adAudience.targeting ?? noTargeting, settings);
  return updateAdAudience(ctx, { ...input, targeting: checked });
}
