import * as z from 'zod';
import type { Row } from './crowd';
import { demoAccounts } from './demo-accounts';
import { type Actor, isHash, type Said } from './server';

const { account_id: account, credentials } = demoAccounts.google;
const product = z.strictObject({ accountType: z.literal('GOOGLE_ADS'), accountId: z.string().regex(/^\d{10}$/) });
const consent = z.enum(['CONSENT_GRANTED', 'CONSENT_DENIED']);
const identifier = z.union([z.strictObject({ emailAddress: z.string() }), z.strictObject({ phoneNumber: z.string() })]);
const change = {
  destinations: z
    .array(z.strictObject({ operatingAccount: product, loginAccount: product.optional(), productDestinationId: z.string().regex(/^\d+$/) }))
    .length(1),
  audienceMembers: z.array(z.strictObject({ userData: z.strictObject({ userIdentifiers: z.array(identifier).min(1).max(10) }) })).min(1),
  encoding: z.enum(['HEX', 'BASE64']),
  validateOnly: z.boolean().optional(),
};
const ingest = z.strictObject({
  ...change,
  consent: z.strictObject({ adUserData: consent, adPersonalization: consent }).optional(),
  termsOfService: z.strictObject({ customerMatchTermsOfServiceStatus: z.enum(['ACCEPTED', 'REJECTED']) }),
});
const remove = z.strictObject(change);
const list = z.strictObject({
  displayName: z.string().min(1),
  description: z.string().optional(),
  membershipDuration: z.string().regex(/^\d+s$/),
  ingestedUserListInfo: z.strictObject({
    uploadKeyTypes: z.tuple([z.literal('CONTACT_ID')]),
    contactIdInfo: z.strictObject({ dataSourceType: z.literal('DATA_SOURCE_TYPE_FIRST_PARTY') }),
  }),
});
const refresh = z.object({
  grant_type: z.literal('refresh_token'),
  client_id: z.string(),
  client_secret: z.string(),
  refresh_token: z.string(),
});

const no = (code: number, status: string, message: string, details: unknown[] = [], headers: Record<string, string> = {}): Said => ({
  status: code,
  body: { error: { code, status, message, details } },
  headers,
});
const badRequest = (fieldViolations: { field: string; description: string }[]) =>
  no(400, 'INVALID_ARGUMENT', 'There was a problem with the request.', [
    { '@type': 'type.googleapis.com/google.rpc.BadRequest', fieldViolations },
  ]);

/** Data Manager API and its OAuth token address. Requests are processed later: asked too early they are PROCESSING. */
export const googleStandIn: Actor = (stage) => {
  const requests = new Map<string, { asked: number; size: number }>();
  let issued = 0;
  return (heard) => {
    if (heard.path === '/token') {
      const given = refresh.safeParse(heard.body);
      const good =
        given.success && given.data.client_secret === credentials.client_secret && given.data.refresh_token === credentials.refresh_token;
      if (!good || stage.behaviour.expired?.has(given.data.refresh_token))
        return { status: 400, body: { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' } };
      const token = `demo-google-access-${++issued}`;
      stage.tokens.add(token);
      return {
        status: 200,
        body: { access_token: token, expires_in: 3600, token_type: 'Bearer', scope: 'https://www.googleapis.com/auth/datamanager' },
      };
    }
    const token = /^Bearer (.+)$/.exec(heard.headers.authorization ?? '')?.[1] ?? '';
    if (!stage.tokens.has(token) || stage.behaviour.expired?.has(token))
      return no(401, 'UNAUTHENTICATED', 'Request had invalid authentication credentials.');
    if (stage.behaviour.permission === false) return no(403, 'PERMISSION_DENIED', 'The caller does not have permission');
    const lists = /^\/v1\/accountTypes\/GOOGLE_ADS\/accounts\/(\d+)\/userLists(?:\/(\d+))?$/.exec(heard.path);
    if (lists) {
      const [, of, id] = lists;
      if (of !== account) return no(404, 'NOT_FOUND', 'Requested entity was not found.');
      const name = (crowdId: string) => `accountTypes/GOOGLE_ADS/accounts/${account}/userLists/${crowdId}`;
      if (heard.method === 'POST') {
        const made = list.safeParse(heard.body);
        if (!made.success) return badRequest([{ field: made.error.issues[0]?.path.join('.') ?? '', description: 'invalid' }]);
        const crowd = stage.create(made.data.displayName, account);
        return { status: 200, body: { name: name(crowd.id), id: crowd.id, displayName: crowd.name } };
      }
      if (!id) return { status: 200, body: { userLists: [] } };
      const crowd = stage.crowds.get(id);
      if (!crowd) return no(404, 'NOT_FOUND', 'Requested entity was not found.');
      return {
        status: 200,
        body: { name: name(id), id, displayName: crowd.name, sizeInfo: { displayNetworkMembersCount: String(crowd.size) } },
      };
    }
    if (heard.path === '/v1/requestStatus:retrieve') {
      const id = heard.query.get('requestId') ?? '';
      const request = requests.get(id);
      if (!request) return no(404, 'NOT_FOUND', 'Requested entity was not found.');
      const waiting = request.asked++ < (stage.behaviour.processing ?? 0);
      const bad = stage.behaviour.outcome?.(id);
      const requestStatus = waiting ? 'PROCESSING' : (bad?.status ?? 'SUCCESS');
      const errorInfo = { errorCounts: [{ recordCount: String(bad?.count), reason: `PROCESSING_ERROR_REASON_${bad?.reason}` }] };
      return { status: 200, body: { requestStatusPerDestination: [{ requestStatus, ...(bad && !waiting ? { errorInfo } : {}) }] } };
    }
    const op = heard.path === '/v1/audienceMembers:ingest' ? 'add' : heard.path === '/v1/audienceMembers:remove' ? 'remove' : null;
    if (!op || heard.method !== 'POST') return no(404, 'NOT_FOUND', 'Method not found.');
    const parsed = (op === 'add' ? ingest : remove).safeParse(heard.body);
    if (!parsed.success)
      return badRequest([{ field: parsed.error.issues[0]?.path.join('.') ?? '', description: parsed.error.issues[0]?.message ?? '' }]);
    const { destinations, audienceMembers, encoding } = parsed.data;
    const [destination] = destinations;
    const crowd = stage.crowds.get(destination?.productDestinationId ?? '');
    if (destination?.operatingAccount.accountId !== account || !crowd) return no(404, 'NOT_FOUND', 'Requested entity was not found.');
    if (audienceMembers.length > 10_000 || encoding !== 'HEX')
      return badRequest([{ field: 'audience_members', description: 'At most 10000, HEX here' }]);
    const fate = stage.fate();
    if (fate === 'throttled') {
      const seconds = stage.behaviour.throttle?.seconds ?? 60;
      const info = [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${seconds}s` }];
      return no(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (check quota).', info, { 'retry-after': String(seconds) });
    }
    if (fate === 'fails') return no(503, 'UNAVAILABLE', 'The service is currently unavailable.');
    const rows = audienceMembers.map(
      ({ userData }): Row =>
        Object.fromEntries(
          userData.userIdentifiers.map((each) => ('emailAddress' in each ? ['email', each.emailAddress] : ['phone', each.phoneNumber])),
        ),
    );
    const wrong = rows.flatMap((row, index) =>
      [row.email, row.phone].every((value) => value === undefined || (isHash(value) && !stage.behaviour.refuse?.(value))) ? [] : [index],
    );
    // the whole request fails fast
    if (wrong.length)
      return badRequest(
        wrong
          .slice(0, 100)
          .map((index) => ({ field: `audience_members[${index}].user_data.user_identifiers[0]`, description: 'Not a valid hash' })),
      );
    for (const row of rows) crowd[op](row);
    if (fate === 'fails-after') return no(503, 'UNAVAILABLE', 'The service is currently unavailable.');
    const requestId = `req-${requests.size + 1}-${Date.now()}`;
    requests.set(requestId, { asked: 0, size: rows.length });
    return { status: 200, body: { requestId } };
  };
};
