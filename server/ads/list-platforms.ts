import { platformFacts } from '@/contracts/ad-platforms';
import { type AdPlatformInfo, adPlatforms } from '@/contracts/ads';
import { type AdsSettings, adsSettings } from './settings';
import { demoAccounts } from './stand-ins/demo-accounts';

/** The four platforms, what they match by, and whether a stand-in answers for them here; its demo account is offered then. */
export function listPlatforms(settings: AdsSettings = adsSettings()): { data: AdPlatformInfo[] } {
  return {
    data: adPlatforms.map((platform) => {
      const { standIn } = settings.urls[platform];
      const { label, minimumSize, matchKeys } = platformFacts[platform];
      const demo = standIn ? demoAccounts[platform] : null;
      return { platform, label, minimum_size: minimumSize, match_keys: matchKeys, stand_in: standIn, demo };
    }),
  };
}
