import type { AdErrorCode } from '@/contracts/ads';
import { AdsError } from '../ads-error';
import { type Answer, at, callPlatform, retryAfter, text } from '../http';
import type { Keys } from '../normalise';
import type { Connection, Platform, Refusal } from './platform';

/*
 * Google's Data Manager API v1, which new users of Customer Match have to use since April 2026.
 * https://developers.google.com/data-manager/api/reference/rest/v1/audienceMembers/ingest
 * A request with one malformed person is refused whole, naming the places; a good one is taken and processed later: ask by its id.
 */

const list = (c: Connection) => `/v1/accountTypes/GOOGLE_ADS/accounts/${c.accountId}/userLists`;
const product = (accountId: string) => ({ accountType: 'GOOGLE_ADS', accountId });

async function call(c: Connection, method: 'GET' | 'POST', path: string, json?: unknown): Promise<Answer> {
  const login = c.credentials.login_account_id;
  return callPlatform('google', {
    method,
    url: `${c.url.api}${path}`,
    headers: {
      authorization: `Bearer ${c.credentials.access_token ?? ''}`,
      ...(login && path.includes('/userLists') ? { 'login-account': `accountTypes/GOOGLE_ADS/accounts/${login}` } : {}),
    },
    json,
  });
}

async function good(answer: Promise<Answer>): Promise<unknown> {
  const found = await answer;
  if (found.status < 300) return found.body;
  throw problem(found);
}

const details = (body: unknown) => (at(body, 'error', 'details') as unknown[] | undefined) ?? [];

function problem({ status, headers, body }: Answer): AdsError {
  const detail = text(at(body, 'error', 'message')) || `HTTP ${status}`;
  const reasons = details(body).map((each) => text(at(each, 'reason')));
  const delay = details(body)
    .map((each) => /^(\d+)(\.\d+)?s$/.exec(text(at(each, 'retryDelay')))?.[1])
    .find(Boolean);
  const of = (kind: AdErrorCode, at?: Date) => new AdsError('google', kind, detail, at);
  if (status === 401) return of('token_expired');
  if (status === 429) return of('rate_limited', retryAfter(headers, Number(delay ?? 60)));
  if (reasons.some((reason) => /TERMS|ATTESTATION/.test(reason))) return of('terms_not_accepted');
  if (status === 403) return of('permission_missing');
  if (status === 404) return of('audience_gone');
  if (status >= 500) return of('platform_unavailable');
  return of('refused');
}

/** Places that a refused request names: `audience_members[3].user_data…`, in either spelling. */
function violations(body: unknown): Refusal[] {
  const found = new Map<number, Refusal>();
  for (const violation of details(body).flatMap((each) => (at(each, 'fieldViolations') as unknown[] | undefined) ?? [])) {
    const place = /audience_?members\[(\d+)\]/i.exec(text(at(violation, 'field')))?.[1];
    if (place === undefined) continue;
    found.set(Number(place), { index: Number(place), code: 'invalid_member', message: text(at(violation, 'description')), again: false });
  }
  return [...found.values()];
}

const member = (keys: Keys) => ({
  userData: {
    userIdentifiers: [...(keys.email ? [{ emailAddress: keys.email }] : []), ...(keys.phone ? [{ phoneNumber: keys.phone }] : [])],
  },
});

export const google: Platform = {
  async check(c) {
    await good(call(c, 'GET', `${list(c)}?pageSize=1`)).catch((error) => {
      throw error instanceof AdsError && error.code === 'audience_gone' ? new AdsError('google', 'account_not_found') : error;
    });
    // The API names no accounts. The access token is renewed by itself, and a refresh token has no end that one could ask for.
    return { name: `Google Ads ${c.accountId.replace(/^(\d{3})(\d{3})(\d+)$/, '$1-$2-$3')}`, expiresAt: null };
  },

  renews: () => true,
  async renew(c) {
    const { client_id = '', client_secret = '', refresh_token = '' } = c.credentials;
    const answer = await callPlatform('google', {
      method: 'POST',
      url: c.url.token,
      form: { grant_type: 'refresh_token', client_id, client_secret, refresh_token },
    });
    const token = text(at(answer.body, 'access_token'));
    if (answer.status >= 500) throw new AdsError('google', 'platform_unavailable', `HTTP ${answer.status}`);
    if (answer.status >= 300 || !token) throw new AdsError('google', 'token_expired', text(at(answer.body, 'error_description')));
    const seconds = Number(at(answer.body, 'expires_in') ?? 3600);
    return { credentials: { ...c.credentials, access_token: token }, expiresAt: new Date(Date.now() + seconds * 1_000) };
  },

  async createAudience(c, name) {
    const made = await good(
      call(c, 'POST', list(c), {
        displayName: name,
        description: 'Kept by Muster',
        membershipDuration: `${540 * 86_400}s`,
        ingestedUserListInfo: { uploadKeyTypes: ['CONTACT_ID'], contactIdInfo: { dataSourceType: 'DATA_SOURCE_TYPE_FIRST_PARTY' } },
      }),
    );
    return text(at(made, 'id')) || (text(at(made, 'name')).split('/').at(-1) ?? '');
  },

  async readAudience(c, externalId) {
    const found = await good(call(c, 'GET', `${list(c)}/${externalId}`));
    const size = Number(at(found, 'sizeInfo', 'displayNetworkMembersCount') ?? -1);
    return { name: text(at(found, 'displayName')), size: size >= 0 ? size : null };
  },

  async push(c, { externalId, op, people, consent }) {
    const login = c.credentials.login_account_id;
    const granted = { adUserData: 'CONSENT_GRANTED', adPersonalization: 'CONSENT_GRANTED' };
    const answer = await call(c, 'POST', `/v1/audienceMembers:${op === 'add' ? 'ingest' : 'remove'}`, {
      destinations: [
        { operatingAccount: product(c.accountId), ...(login ? { loginAccount: product(login) } : {}), productDestinationId: externalId },
      ],
      audienceMembers: people.map(member),
      encoding: 'HEX',
      ...(op === 'add' && consent === 'granted' ? { consent: granted } : {}),
      ...(op === 'add' ? { termsOfService: { customerMatchTermsOfServiceStatus: 'ACCEPTED' } } : {}),
    });
    const refused = answer.status === 400 ? violations(answer.body) : [];
    if (refused.length) return { reference: null, taken: false, refused, unnamed: 0, processing: false };
    if (answer.status >= 300) throw problem(answer);
    return { reference: text(at(answer.body, 'requestId')), taken: true, refused: [], unnamed: 0, processing: true };
  },

  async ask(c, reference) {
    const body = await good(call(c, 'GET', `/v1/requestStatus:retrieve?requestId=${encodeURIComponent(reference)}`));
    const [one] = (at(body, 'requestStatusPerDestination') as unknown[] | undefined) ?? [];
    const status = text(at(one, 'requestStatus'));
    if (status === 'SUCCESS') return { state: 'done' };
    if (status !== 'FAILED' && status !== 'PARTIAL_SUCCESS') return { state: 'processing' };
    const counts = ((at(one, 'errorInfo', 'errorCounts') as unknown[] | undefined) ?? []).map((each) => ({
      failed: Number(at(each, 'recordCount') ?? 0),
      reason: text(at(each, 'reason')).replace(/^PROCESSING_ERROR_(REASON_)?/, ''),
    }));
    const reasons = counts.map((each) => each.reason);
    const code: AdErrorCode = reasons.some((reason) => reason.endsWith('CONSENT')) ? 'consent_missing' : 'invalid_member';
    return {
      state: status === 'FAILED' ? 'failed' : 'partial',
      failed: counts.reduce((sum, each) => sum + each.failed, 0),
      code,
      message: reasons.join(', ') || status,
      again: reasons.length > 0 && reasons.every((reason) => reason === 'INTERNAL_ERROR'),
    };
  },
};
