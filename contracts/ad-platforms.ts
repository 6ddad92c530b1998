import type { AdPlatform } from './ads';

export type CredentialField = { name: string; label: string; secret: boolean; optional?: boolean; help: string };
export type PlatformFacts = {
  label: string;
  /** Matched people below which the platform shows no ads to an audience. */
  minimumSize: number;
  /** Addresses that it matches by, and that make somebody a member at all. */
  matchKeys: ('email' | 'phone')[];
  /** Rows of one request, as documented. */
  batchSize: number;
  accountLabel: string;
  accountHelp: string;
  fields: CredentialField[];
  needs: string;
};

const field = (name: string, label: string, help: string, more: Partial<CredentialField> = {}): CredentialField => ({
  name,
  label,
  secret: true,
  help,
  ...more,
});
const optional = { optional: true };
const open = { secret: false };

/**
 * What an owner has to know of each platform, and its documented limits: Meta "only a maximum of 10000 at a time"; Data Manager "at most
 * 10000 AudienceMember resources"; TikTok's streaming segment API 10,000 rows; LinkedIn's DMP segment users 5,000 elements.
 */
export const platformFacts: Record<AdPlatform, PlatformFacts> = {
  facebook: {
    label: 'Facebook',
    minimumSize: 100,
    matchKeys: ['email', 'phone'],
    batchSize: 10_000,
    accountLabel: 'Ad account id',
    accountHelp: 'Ads Manager → the account menu: the number after act_',
    needs:
      'The Custom Audience terms must be accepted for this account in Ads Manager. A token of a system user with ads_management does not end.',
    fields: [
      field('access_token', 'Access token', 'Business settings → Users → System users → Generate token, with ads_management'),
      field('app_id', 'App id', 'With app id and secret, a token that ends is renewed before it does', { ...optional, ...open }),
      field('app_secret', 'App secret', 'App dashboard → Settings → Basic', optional),
    ],
  },
  google: {
    label: 'Google',
    minimumSize: 100,
    matchKeys: ['email', 'phone'],
    batchSize: 10_000,
    accountLabel: 'Customer id',
    accountHelp: 'Google Ads, top right: 123-456-7890',
    needs:
      'The Data Manager API must be enabled in your Google Cloud project, and Customer Match must be allowed for the account. By connecting it you confirm that you accepted the Customer Match terms.',
    fields: [
      field('client_id', 'OAuth client id', 'Google Cloud → APIs & Services → Credentials', open),
      field('client_secret', 'OAuth client secret', 'Beside the client id'),
      field('refresh_token', 'Refresh token', 'From a consent for the scope https://www.googleapis.com/auth/datamanager'),
      field('login_account_id', 'Manager account id', 'When access is through a manager account', { ...optional, ...open }),
    ],
  },
  tiktok: {
    label: 'TikTok',
    minimumSize: 1_000,
    matchKeys: ['email', 'phone'],
    batchSize: 10_000,
    accountLabel: 'Advertiser id',
    accountHelp: 'TikTok Ads Manager → the account menu, or aadvid= in its address',
    needs: 'Your app at TikTok for Business needs the permission Audience Management.',
    fields: [field('access_token', 'Access token', 'TikTok for Business → Developer → your app → authorise the advertiser')],
  },
  linkedin: {
    label: 'LinkedIn',
    minimumSize: 300,
    matchKeys: ['email'],
    batchSize: 5_000,
    accountLabel: 'Ad account id',
    accountHelp: 'Campaign Manager → Account settings',
    needs: 'Your app needs LinkedIn’s Audiences programme (rw_dmp_segments), and you a role other than viewer in the ad account.',
    fields: [
      field('access_token', 'Access token', 'Ends after 60 days unless the other three are given', optional),
      field('client_id', 'Client id', 'LinkedIn developer portal → your app → Auth', { ...optional, ...open }),
      field('client_secret', 'Client secret', 'Beside the client id', optional),
      field('refresh_token', 'Refresh token', 'Lasts a year and renews the access token', optional),
    ],
  },
};
