import type { AdPlatform } from '@/contracts/ads';
import type { Env } from '@/server/env';

/** Where a platform is called: the real one unless its variable says otherwise. `version` of the two whose API has one. */
export type PlatformUrl = { api: string; token: string; version: string; standIn: boolean };
export type AdsUrls = Record<AdPlatform, PlatformUrl>;
type Settings = Pick<
  Env,
  | 'ADS_FACEBOOK_URL'
  | 'ADS_GOOGLE_URL'
  | 'ADS_TIKTOK_URL'
  | 'ADS_LINKEDIN_URL'
  | 'ADS_FACEBOOK_VERSION'
  | 'ADS_LINKEDIN_VERSION'
  | 'ADS_STAND_INS'
>;

const trimmed = (url: string) => url.replace(/\/+$/, '');

/** The addresses by the settings. One that is set serves tokens too, below the path that the real platform uses. */
export function adsUrls(env: Settings): AdsUrls {
  const standIn = (url: string | undefined) => Boolean(url && env.ADS_STAND_INS);
  const google = env.ADS_GOOGLE_URL && trimmed(env.ADS_GOOGLE_URL);
  const linkedin = env.ADS_LINKEDIN_URL && trimmed(env.ADS_LINKEDIN_URL);
  return {
    facebook: {
      api: trimmed(env.ADS_FACEBOOK_URL ?? 'https://graph.facebook.com'),
      token: '',
      version: env.ADS_FACEBOOK_VERSION,
      standIn: standIn(env.ADS_FACEBOOK_URL),
    },
    google: {
      api: google ?? 'https://datamanager.googleapis.com',
      token: google ? `${google}/token` : 'https://oauth2.googleapis.com/token',
      version: '',
      standIn: standIn(google),
    },
    tiktok: {
      api: trimmed(env.ADS_TIKTOK_URL ?? 'https://business-api.tiktok.com'),
      token: '',
      version: '',
      standIn: standIn(env.ADS_TIKTOK_URL),
    },
    linkedin: {
      api: linkedin ?? 'https://api.linkedin.com',
      token: `${linkedin ?? 'https://www.linkedin.com'}/oauth/v2/accessToken`,
      version: env.ADS_LINKEDIN_VERSION,
      standIn: standIn(linkedin),
    },
  };
}
