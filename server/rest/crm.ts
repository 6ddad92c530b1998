import { jwtContext } from '@/server/auth/jwt';
import { restApp } from './app';
import { adsEndpoints } from './endpoints/ads';
import { campaignEndpoints } from './endpoints/campaigns';
import { customEndpoints } from './endpoints/custom';
import { indexEndpoints } from './endpoints/indexes';
import { membershipEndpoints } from './endpoints/membership';
import { reportEndpoints } from './endpoints/reports';
import { segmentEndpoints } from './endpoints/segments';
import { targetingEndpoints } from './endpoints/targeting';

const campaigns = campaignEndpoints.map((e) => ({ ...e, path: `/marketing${e.path}` }));

/** What the CRM's documentation lists, under its prefix: the same handlers, a signed-in user's JWT and an `orgid` header instead of an API key. */
const crmEndpoints = [
  ...adsEndpoints,
  ...targetingEndpoints,
  ...indexEndpoints,
  ...segmentEndpoints,
  ...reportEndpoints,
  ...customEndpoints,
  ...membershipEndpoints,
  ...campaigns,
];

export const crm = restApp('/api/crm', crmEndpoints, jwtContext);
