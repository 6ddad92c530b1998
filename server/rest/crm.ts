import { jwtContext } from '@/server/auth/jwt';
import { restApp } from './app';
import { segmentEndpoints } from './endpoints/segments';

/** The segment API under the CRM's prefix: the same handlers, a signed-in user's JWT and an `orgid` header instead of an API key. */
export const crm = restApp('/api/crm', segmentEndpoints, jwtContext);
