import { createHmac } from 'node:crypto';
import { AdsError } from '../ads-error';
import { type Answer, at, callPlatform, retryAfter, text } from '../http';
import type { Keys } from '../normalise';
import type { Connection, Platform, Pushed, Refusal } from './platform';

/*
 * Meta Marketing API: customer file custom audiences. https://developers.facebook.com/docs/marketing-api/reference/custom-audience/users
 * Rows are keyed by a schema, hashes in lower-case hex; at most 10,000 of them in a request; sessions number the requests of an upload.
 */

const SCHEMA = ['EMAIL', 'PHONE', 'FN', 'LN', 'COUNTRY'] as const;
const limitCodes = new Set([4, 17, 32, 613, 80003, 80004]);
const tokenCodes = new Set([102, 190, 463, 467]);

async function graph(
  c: Connection,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  input: Record<string, unknown> = {},
): Promise<unknown> {
  const { access_token = '', app_secret } = c.credentials;
  const proof = app_secret ? { appsecret_proof: createHmac('sha256', app_secret).update(access_token).digest('hex') } : {};
  const url = new URL(`${c.url.api}/${c.url.version}/${path}`);
  if (method === 'GET') for (const [key, value] of Object.entries({ ...input, ...proof })) url.searchParams.set(key, String(value));
  const answer = await callPlatform('facebook', {
    method,
    url: url.href,
    headers: { authorization: `Bearer ${access_token}` },
    ...(method === 'GET' ? {} : { json: { ...input, ...proof } }),
  });
  if (answer.status < 300 && at(answer.body, 'error') === undefined) return answer.body;
  throw problem(answer);
}

function problem({ status, headers, body }: Answer): AdsError {
  const error = at(body, 'error');
  const code = Number(at(error, 'code') ?? 0);
  const subcode = Number(at(error, 'error_subcode') ?? 0);
  const detail = text(at(error, 'error_user_msg')) || text(at(error, 'message')) || `HTTP ${status}`;
  const of = (kind: ConstructorParameters<typeof AdsError>[1], at?: Date) => new AdsError('facebook', kind, detail, at);
  if (limitCodes.has(code) || status === 429) return of('rate_limited', regainAt(headers));
  if (tokenCodes.has(code) || status === 401) return of('token_expired');
  if (subcode === 1713230) return of('audience_blocked');
  if (code === 2663 || subcode === 1870034 || subcode === 1870090) return of('terms_not_accepted');
  if (code === 10 || code === 294 || (code >= 200 && code < 300)) return of('permission_missing');
  if (code === 803 || (code === 100 && subcode === 33)) return of('audience_gone');
  if (code === 1 || code === 2 || status >= 500) return of('platform_unavailable');
  return of('refused');
}

/** `X-Business-Use-Case-Usage` gives minutes until the account may call again; Retry-After wins where there is one. */
function regainAt(headers: Headers): Date {
  let minutes = 5;
  try {
    const usage = Object.values(JSON.parse(headers.get('x-business-use-case-usage') ?? '{}')).flat();
    const given = usage.map((each) => Number(at(each, 'estimated_time_to_regain_access') ?? 0)).filter((n) => n > 0);
    if (given.length) minutes = Math.max(...given);
  } catch {
    // not JSON: the five minutes stand
  }
  return retryAfter(headers, minutes * 60);
}

const row = (keys: Keys) => [keys.email ?? '', keys.phone ?? '', keys.more?.FN ?? '', keys.more?.LN ?? '', keys.more?.COUNTRY ?? ''];

/** The samples are keyed by the row's place, or hold the row itself; whom they do not name is told by the count alone. */
function refusals(body: unknown, people: Keys[]): Pick<Pushed, 'refused' | 'unnamed'> {
  const count = Number(at(body, 'num_invalid_entries') ?? 0);
  const samples = Object.entries((at(body, 'invalid_entry_samples') as Record<string, unknown> | undefined) ?? {});
  const refused: Refusal[] = [];
  for (const [key, value] of samples) {
    const byPlace = /^\d+$/.test(key) ? Number(key) : -1;
    const index =
      byPlace >= 0 && byPlace < people.length ? byPlace : people.findIndex((p) => p.email && `${key}${text(value)}`.includes(p.email));
    if (index >= 0) refused.push({ index, code: 'invalid_member', message: text(value) || 'invalid entry', again: false });
  }
  return { refused, unnamed: Math.max(0, count - refused.length) };
}

export const facebook: Platform = {
  async check(c) {
    const seen = await graph(c, 'GET', 'debug_token', { input_token: c.credentials.access_token });
    if (at(seen, 'data', 'is_valid') === false) throw new AdsError('facebook', 'token_expired');
    const scopes = at(seen, 'data', 'scopes');
    if (Array.isArray(scopes) && !scopes.includes('ads_management')) throw new AdsError('facebook', 'permission_missing', 'ads_management');
    const ends = Number(at(seen, 'data', 'expires_at') ?? 0);
    const account = await graph(c, 'GET', `act_${c.accountId}`, { fields: 'id,name,account_status' }).catch((error) => {
      throw error instanceof AdsError && error.code === 'audience_gone' ? new AdsError('facebook', 'account_not_found') : error;
    });
    return { name: text(at(account, 'name')) || `act_${c.accountId}`, expiresAt: ends > 0 ? new Date(ends * 1_000) : null };
  },

  renews: (credentials) => Boolean(credentials.app_id && credentials.app_secret),
  async renew(c) {
    const { app_id = '', app_secret = '', access_token = '' } = c.credentials;
    const answer = await graph(c, 'GET', 'oauth/access_token', {
      grant_type: 'fb_exchange_token',
      client_id: app_id,
      client_secret: app_secret,
      fb_exchange_token: access_token,
    });
    const token = text(at(answer, 'access_token'));
    if (!token) throw new AdsError('facebook', 'token_expired');
    const seconds = Number(at(answer, 'expires_in') ?? 0);
    return { credentials: { ...c.credentials, access_token: token }, expiresAt: seconds ? new Date(Date.now() + seconds * 1_000) : null };
  },

  async createAudience(c, name) {
    const made = await graph(c, 'POST', `act_${c.accountId}/customaudiences`, {
      name,
      subtype: 'CUSTOM',
      description: 'Kept by Muster',
      customer_file_source: 'USER_PROVIDED_ONLY',
    });
    return text(at(made, 'id'));
  },

  async readAudience(c, externalId) {
    const found = await graph(c, 'GET', externalId, { fields: 'id,name,approximate_count_lower_bound,operation_status' });
    if (Number(at(found, 'operation_status', 'code')) === 471) throw new AdsError('facebook', 'audience_blocked');
    const size = Number(at(found, 'approximate_count_lower_bound') ?? -1);
    return { name: text(at(found, 'name')), size: size >= 0 ? size : null };
  },

  // https://developers.facebook.com/docs/marketing-api/audiences/reference/targeting-search: `path` ends with the interest itself
  async interests(c, q) {
    const found = await graph(
      c,
      'GET',
      'search',
      q ? { type: 'adinterest', q, limit: 200 } : { type: 'adTargetingCategory', class: 'interests', limit: 1_000 },
    );
    return ((at(found, 'data') as unknown[] | undefined) ?? []).map((one) => {
      const path = ((at(one, 'path') as unknown[] | undefined) ?? []).map(text);
      return { id: text(at(one, 'id')), name: text(at(one, 'name')), above: path.slice(path[0] === 'Interests' ? 1 : 0, -1) };
    });
  },

  async push(c, { externalId, op, people, session, seq }) {
    const body = await graph(c, op === 'add' ? 'POST' : 'DELETE', `${externalId}/users`, {
      payload: { schema: SCHEMA, data: people.map(row) },
      session: { session_id: session, batch_seq: seq, last_batch_flag: false },
    });
    return { reference: text(at(body, 'session_id')) || null, taken: true, processing: false, ...refusals(body, people) };
  },
};
