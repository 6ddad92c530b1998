import type { AdErrorCode } from '@/contracts/ads';
import { AdsError } from '../ads-error';
import { type Answer, at, callPlatform, retryAfter, text } from '../http';
import { type Connection, type Platform, type Refusal, taken } from './platform';

/*
 * LinkedIn's DMP segments: https://learn.microsoft.com/en-us/linkedin/marketing/matched-audiences/create-and-manage-segment-users
 * A batch answers with one status for each person. 600 requests a minute for each member and application.
 */

async function rest(
  c: Connection,
  method: 'GET' | 'POST',
  path: string,
  json?: unknown,
  more: Record<string, string> = {},
): Promise<Answer> {
  const answer = await callPlatform('linkedin', {
    method,
    url: `${c.url.api}/rest/${path}`,
    headers: {
      authorization: `Bearer ${c.credentials.access_token ?? ''}`,
      'linkedin-version': c.url.version,
      'x-restli-protocol-version': '2.0.0',
      ...more,
    },
    json,
  });
  if (answer.status < 300) return answer;
  throw problem(answer);
}

function problem({ status, headers, body }: Answer): AdsError {
  const detail = text(at(body, 'message')) || `HTTP ${status}`;
  const of = (kind: AdErrorCode, at?: Date) => new AdsError('linkedin', kind, detail, at);
  if (status === 401) return of('token_expired');
  if (status === 403) return of('permission_missing');
  if (status === 404) return of('audience_gone');
  if (status === 429) return of('rate_limited', retryAfter(headers, 60));
  if (status >= 500) return of('platform_unavailable');
  return of('refused');
}

export const linkedin: Platform = {
  async check(c) {
    const { body } = await rest(c, 'GET', `adAccounts/${c.accountId}`).catch((error) => {
      throw error instanceof AdsError && error.code === 'audience_gone' ? new AdsError('linkedin', 'account_not_found') : error;
    });
    return { name: text(at(body, 'name')) || `LinkedIn ${c.accountId}`, expiresAt: null };
  },

  renews: (credentials) => Boolean(credentials.client_id && credentials.client_secret && credentials.refresh_token),
  async renew(c) {
    const { client_id = '', client_secret = '', refresh_token = '' } = c.credentials;
    const answer = await callPlatform('linkedin', {
      method: 'POST',
      url: c.url.token,
      form: { grant_type: 'refresh_token', refresh_token, client_id, client_secret },
    });
    const token = text(at(answer.body, 'access_token'));
    if (answer.status >= 500) throw new AdsError('linkedin', 'platform_unavailable', `HTTP ${answer.status}`);
    if (answer.status >= 300 || !token) throw new AdsError('linkedin', 'token_expired', text(at(answer.body, 'error_description')));
    return {
      credentials: { ...c.credentials, access_token: token, refresh_token: text(at(answer.body, 'refresh_token')) || refresh_token },
      expiresAt: new Date(Date.now() + Number(at(answer.body, 'expires_in') ?? 5_184_000) * 1_000),
    };
  },

  async createAudience(c, name) {
    const made = await rest(c, 'POST', 'dmpSegments', {
      name,
      account: `urn:li:sponsoredAccount:${c.accountId}`,
      accessPolicy: 'PRIVATE',
      type: 'USER',
      sourcePlatform: 'API',
      destinations: [{ destination: 'LINKEDIN' }],
    });
    return made.headers.get('x-restli-id') ?? text(at(made.body, 'id'));
  },

  async readAudience(c, externalId) {
    const { body } = await rest(c, 'GET', `dmpSegments/${externalId}`);
    const size = Number(at(body, 'destinations', 0, 'audienceSize') ?? -1);
    return { name: text(at(body, 'name')), size: size >= 0 ? size : null };
  },

  // https://learn.microsoft.com/en-us/linkedin/marketing/integrations/ads/advertising-targeting/ads-targeting: entities of a facet
  async interests(c, q) {
    const facet = 'facet=urn%3Ali%3AadTargetingFacet%3Ainterests&queryVersion=QUERY_USES_URNS';
    const { body } = await rest(
      c,
      'GET',
      `adTargetingEntities?${q ? `q=typeahead&query=${encodeURIComponent(q)}` : 'q=adTargetingFacet'}&${facet}`,
    );
    const elements = (at(body, 'elements') as unknown[] | undefined) ?? [];
    return elements.map((one) => ({ id: text(at(one, 'urn')), name: text(at(one, 'name')), above: [] }));
  },

  async push(c, { externalId, op, people }) {
    const action = op === 'add' ? 'ADD' : 'REMOVE';
    const elements = people.map((keys) => ({ action, userIds: [{ idType: 'SHA256_EMAIL', idValue: keys.email }] }));
    const { body } = await rest(c, 'POST', `dmpSegments/${externalId}/users`, { elements }, { 'x-restli-method': 'BATCH_CREATE' });
    const answers = (at(body, 'elements') as unknown[] | undefined) ?? [];
    const refused = answers.flatMap((one, index): Refusal[] => {
      const status = Number(at(one, 'status') ?? 201);
      if (status < 300) return [];
      const message = text(at(one, 'error', 'message')) || text(at(one, 'message')) || `status ${status}`;
      return [{ index, code: 'invalid_member', message, again: status === 429 || status >= 500 }];
    });
    return { ...taken(), refused };
  },
};
