import type { AdTargeting, TargetingSpec } from '@/contracts/ad-targeting';
import { countTargets } from '@/contracts/ad-targeting';
import type { AdPlatform } from '@/contracts/ads';

type ByHand = TargetingSpec['by_hand'];

/** Ids that platforms gave: numbers, and URNs at LinkedIn. Those of our snapshots are words. */
const theirs = ({ id }: { id: string }) => /^(\d+|urn:li:.+)$/.test(id);

/**
 * A choice as the platform's API takes it, as far as its ids are known; the rest is named in `by_hand`. Null when nothing is chosen.
 * Google has no one text for it: it gets our own lists.
 */
export function targetingSpec(platform: AdPlatform, externalId: string | null, chosen: AdTargeting): TargetingSpec | null {
  return countTargets(chosen) ? writers[platform](chosen, externalId) : null;
}

const writers: Record<AdPlatform, (chosen: AdTargeting, externalId: string | null) => TargetingSpec> = {
  // https://developers.facebook.com/docs/marketing-api/audiences/reference/basic-targeting: regions and locales have numbers of Meta's own
  facebook(chosen, externalId) {
    const countries = chosen.locations.filter((l) => !isRegion(l)).map((l) => l.code);
    const interests = chosen.interests.filter(theirs);
    return {
      format: 'facebook',
      use: 'What an ad set takes as targeting in the Marketing API',
      json: {
        ...(countries.length ? { geo_locations: { countries } } : {}),
        ...(interests.length ? { flexible_spec: [{ interests }] } : {}),
        ...(externalId ? { custom_audiences: [{ id: externalId }] } : {}),
      },
      by_hand: [...places(chosen.locations.filter(isRegion)), ...languages(chosen), ...nodes(chosen)],
    };
  },

  // Business API v1.3, /adgroup/create/: places have numbers of TikTok's own
  tiktok(chosen, externalId) {
    const interests = chosen.interests.filter(theirs).map((n) => n.id);
    return {
      format: 'tiktok',
      use: 'Fields of an ad group in the Business API',
      json: {
        ...(chosen.languages.length ? { languages: chosen.languages } : {}),
        ...(interests.length ? { interest_category_ids: interests } : {}),
        ...(externalId ? { audience_ids: [externalId] } : {}),
      },
      by_hand: [...places(chosen.locations), ...nodes(chosen)],
    };
  },

  // https://learn.microsoft.com/en-us/linkedin/shared/references/v2/ads/targeting-criteria: the segment's URN there is not its DMP id
  linkedin(chosen) {
    const interests = chosen.interests.filter(theirs).map((n) => n.id);
    return {
      format: 'linkedin',
      use: 'What a campaign takes as targetingCriteria in the Marketing API; the matched audience is added there',
      json: interests.length ? { include: { and: [{ or: { 'urn:li:adTargetingFacet:interests': interests } }] } } : {},
      by_hand: [...places(chosen.locations), ...languages(chosen), ...nodes(chosen)],
    };
  },

  google(chosen, externalId) {
    return {
      format: 'muster',
      use: 'Google Ads takes no such text: these are our own lists, to be set by hand in the ad group',
      json: { ...chosen, user_list: externalId },
      by_hand: [],
    };
  },
};

const isRegion = (l: { code: string }) => l.code.includes('-');
const places = (locations: AdTargeting['locations']): ByHand => locations.map(({ code, name }) => ({ kind: 'location', id: code, name }));
const nodes = (chosen: AdTargeting): ByHand => [
  ...chosen.interests.filter((n) => !theirs(n)).map((n) => ({ kind: 'interest' as const, ...n })),
  ...chosen.options.map((n) => ({ kind: 'option' as const, ...n })),
];
function languages(chosen: AdTargeting): ByHand {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  return chosen.languages.map((code) => ({ kind: 'language', id: code, name: names.of(code) ?? code }));
}
