import type { AdPlatform } from '@/contracts/ads';

/** The accounts that the stand-ins know; nothing else opens them. Not secrets: they open nothing but a stand-in on loopback. */
export const demoAccounts: Record<AdPlatform, { account_id: string; credentials: Record<string, string> }> = {
  facebook: { account_id: '1000200030004000', credentials: { access_token: 'demo-facebook-token' } },
  google: {
    account_id: '1234567890',
    credentials: { client_id: 'demo.apps.example.com', client_secret: 'demo-google-secret', refresh_token: 'demo-google-refresh' },
  },
  tiktok: { account_id: '7100000000000000001', credentials: { access_token: 'demo-tiktok-token' } },
  linkedin: {
    account_id: '512345678',
    credentials: { client_id: 'demo-linkedin', client_secret: 'demo-linkedin-secret', refresh_token: 'demo-linkedin-refresh' },
  },
};
