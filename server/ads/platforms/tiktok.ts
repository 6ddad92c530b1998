import type { AdErrorCode } from '@/contracts/ads';
import { AdsError } from '../ads-error';
import { type Answer, at, callPlatform, retryAfter, text } from '../http';
import type { Keys } from '../normalise';
import { type Connection, type Platform, taken } from './platform';

/*
 * TikTok's Business API v1.3, streaming segments: `/segment/audience/` makes one, `/segment/mapping/` adds and deletes hashed ids.
 * https://business-api.tiktok.com/portal/docs . Every answer is HTTP 200; `code` says what happened, 0 is good.
 */

async function api(c: Connection, method: 'GET' | 'POST', path: string, input: Record<string, unknown>): Promise<unknown> {
  const url = new URL(`${c.url.api}/open_api/v1.3/${path}`);
  if (method === 'GET')
    for (const [key, value] of Object.entries(input)) url.searchParams.set(key, typeof value === 'string' ? value : JSON.stringify(value));
  const answer = await callPlatform('tiktok', {
    method,
    url: url.href,
    headers: { 'access-token': c.credentials.access_token ?? '' },
    ...(method === 'POST' ? { json: input } : {}),
  });
  if (answer.status < 300 && at(answer.body, 'code') === 0) return answer.body;
  throw problem(answer);
}

function problem({ status, headers, body }: Answer): AdsError {
  const code = Number(at(body, 'code') ?? -1);
  const detail = text(at(body, 'message')) || `HTTP ${status}`;
  const of = (kind: AdErrorCode, at?: Date) => new AdsError('tiktok', kind, detail, at);
  if ([40100, 40016, 40132, 40133].includes(code) || status === 429) return of('rate_limited', retryAfter(headers, 60));
  if ([40102, 40104, 40105].includes(code) || status === 401) return of('token_expired');
  if (code === 40001 || status === 403) return of('permission_missing');
  if (code === 40002 && /audience/i.test(detail) && /exist|found/i.test(detail)) return of('audience_gone');
  if (code >= 50000 || status >= 500) return of('platform_unavailable');
  return of('refused');
}

export const tiktok: Platform = {
  async check(c) {
    const found = await api(c, 'GET', 'advertiser/info/', { advertiser_ids: [c.accountId], fields: ['advertiser_id', 'name'] });
    const account = at(found, 'data', 'list', 0);
    if (!account) throw new AdsError('tiktok', 'account_not_found');
    return { name: text(at(account, 'name')) || `TikTok ${c.accountId}`, expiresAt: null };
  },

  renews: () => false,
  renew: async () => {
    throw new AdsError('tiktok', 'token_expired');
  },

  async createAudience(c, name) {
    const made = await api(c, 'POST', 'segment/audience/', { advertiser_id: c.accountId, custom_audience_name: name, action: 'create' });
    return text(at(made, 'data', 'audience_id'));
  },

  async readAudience(c, externalId) {
    const found = await api(c, 'GET', 'dmp/custom_audience/get/', { advertiser_id: c.accountId, custom_audience_ids: [externalId] });
    const one = at(found, 'data', 'list', 0, 'audience_details');
    if (!one) throw new AdsError('tiktok', 'audience_gone');
    const size = Number(at(one, 'cover_num') ?? -1);
    return { name: text(at(one, 'name')), size: size >= 0 ? size : null };
  },

  // Tools → Get interest categories: every category with the ids of those below it
  async interests(c, q) {
    const found = await api(c, 'GET', 'tool/interest_category/', { advertiser_id: c.accountId, version: '2', language: 'en' });
    const all = ((at(found, 'data', 'interest_categories') as unknown[] | undefined) ?? []).map((one) => ({
      id: text(at(one, 'interest_category_id')),
      name: text(at(one, 'interest_category_name')),
      below: ((at(one, 'sub_category_ids') as unknown[] | undefined) ?? []).map(text),
    }));
    const above = (id: string): string[] => {
      const parent = all.find((one) => one.below.includes(id));
      return parent ? [...above(parent.id), parent.name] : [];
    };
    const wanted = q ? all.filter((one) => one.name.toLowerCase().includes(q.toLowerCase())) : all;
    return wanted.map(({ id, name }) => ({ id, name, above: above(id) }));
  },

  async push(c, { externalId, op, people }) {
    const id = (hash: string | undefined) => (hash ? { id: hash, audience_ids: [externalId] } : {});
    const byPhone = people.some((keys: Keys) => keys.phone);
    const done = await api(c, 'POST', 'segment/mapping/', {
      advertiser_ids: [c.accountId],
      action: op === 'add' ? 'add' : 'delete',
      id_schema: ['EMAIL_SHA256', ...(byPhone ? ['PHONE_SHA256'] : [])],
      batch_data: people.map((keys) => [id(keys.email), ...(byPhone ? [id(keys.phone)] : [])]),
    });
    return taken(text(at(done, 'request_id')) || null);
  },
};
