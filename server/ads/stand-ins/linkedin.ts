import * as z from 'zod';
import { demoAccounts } from './demo-accounts';
import { type Actor, isHash, type Said } from './server';

const { account_id: account, credentials } = demoAccounts.linkedin;
const creation = z.strictObject({
  name: z.string().min(1),
  account: z.literal(`urn:li:sponsoredAccount:${account}`),
  accessPolicy: z.literal('PRIVATE'),
  type: z.literal('USER'),
  sourcePlatform: z.string().min(1),
  destinations: z.tuple([z.strictObject({ destination: z.literal('LINKEDIN') })]),
});
const users = z.strictObject({
  elements: z
    .array(
      z.strictObject({
        action: z.enum(['ADD', 'REMOVE']),
        userIds: z.array(z.strictObject({ idType: z.enum(['SHA256_EMAIL', 'SHA512_EMAIL', 'GOOGLE_AID']), idValue: z.string() })).min(1),
      }),
    )
    .min(1),
});

const no = (
  status: number,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Said => ({
  status,
  body: { status, code, message, ...more },
  headers,
});

/** LinkedIn's DMP segments and its OAuth token address. */
export const linkedinStandIn: Actor = (stage) => {
  let issued = 0;
  return (heard) => {
    if (heard.path === '/oauth/v2/accessToken') {
      const given = (heard.body ?? {}) as Record<string, string>;
      const good =
        given.grant_type === 'refresh_token' &&
        given.client_secret === credentials.client_secret &&
        given.refresh_token === credentials.refresh_token;
      if (!good || stage.behaviour.expired?.has(given.refresh_token ?? ''))
        return { status: 400, body: { error: 'invalid_request', error_description: 'The provided refresh token is invalid or expired' } };
      const token = `demo-linkedin-access-${++issued}`;
      stage.tokens.add(token);
      return {
        status: 200,
        body: { access_token: token, expires_in: 5_184_000, refresh_token: given.refresh_token, refresh_token_expires_in: 31_536_000 },
      };
    }
    const token = /^Bearer (.+)$/.exec(heard.headers.authorization ?? '')?.[1] ?? '';
    if (stage.behaviour.expired?.has(token))
      return no(401, 'EXPIRED_ACCESS_TOKEN', 'The token used in the request has expired', { serviceErrorCode: 65602 });
    if (!stage.tokens.has(token)) return no(401, 'INVALID_ACCESS_TOKEN', 'Invalid access token', { serviceErrorCode: 65600 });
    if (!/^\d{6}$/.test(String(heard.headers['linkedin-version'] ?? ''))) return no(400, 'VERSION_MISSING', 'A version must be present');
    if (stage.behaviour.permission === false) return no(403, 'ACCESS_DENIED', 'Not enough permissions to access: dmpSegments');
    const [, , kind, id, edge] = heard.path.split('/');
    if (kind === 'adAccounts')
      return id === account
        ? { status: 200, body: { id: Number(account), name: 'Demo ad account', status: 'ACTIVE' } }
        : no(404, 'NOT_FOUND', 'Not found');
    if (kind === 'adTargetingEntities') {
      const q = heard.query.get('q') === 'typeahead' ? (heard.query.get('query') ?? '').toLowerCase() : '';
      if (heard.query.get('facet') !== 'urn:li:adTargetingFacet:interests') return no(400, 'ILLEGAL_ARGUMENT', 'facet');
      const all = ['Marketing and Advertising', 'Technology'].map((name, i) => ({ urn: `urn:li:interest:${100 + i}`, name }));
      return { status: 200, body: { elements: all.filter((one) => one.name.toLowerCase().includes(q)) } };
    }
    if (kind !== 'dmpSegments') return no(404, 'NOT_FOUND', 'Not found');
    if (!id) {
      const made = creation.safeParse(heard.body);
      if (!made.success) return no(422, 'INPUT_VALIDATION_ERROR', made.error.issues[0]?.path.join('.') ?? '');
      return { status: 201, headers: { 'x-restli-id': stage.create(made.data.name, account).id } };
    }
    const crowd = stage.crowds.get(id);
    if (!crowd) return no(404, 'NOT_FOUND', 'Could not find the DMP segment');
    if (heard.method === 'GET')
      return {
        status: 200,
        body: { id: Number(id), name: crowd.name, destinations: [{ destination: 'LINKEDIN', status: 'READY', audienceSize: crowd.size }] },
      };
    if (edge !== 'users' || heard.headers['x-restli-method'] !== 'BATCH_CREATE')
      return no(400, 'ILLEGAL_ARGUMENT', 'BATCH_CREATE expected');
    const parsed = users.safeParse(heard.body);
    if (!parsed.success) return no(422, 'INPUT_VALIDATION_ERROR', parsed.error.issues[0]?.path.join('.') ?? '');
    if (parsed.data.elements.length > 5_000) return no(413, 'REQUEST_TOO_LARGE', 'At most 5000 elements');
    const fate = stage.fate();
    if (fate === 'throttled')
      return no(
        429,
        'TOO_MANY_REQUESTS',
        'Resource level throttle limit reached',
        {},
        { 'retry-after': String(stage.behaviour.throttle?.seconds ?? 60) },
      );
    if (fate === 'fails') return no(500, 'INTERNAL_SERVER_ERROR', 'Internal Server Error');
    const elements = parsed.data.elements.map(({ action, userIds }) => {
      const hash = userIds[0]?.idValue;
      if (!isHash(hash) || stage.behaviour.refuse?.(hash)) return { status: 400, error: { message: 'userIds: not a valid SHA256_EMAIL' } };
      if (stage.behaviour.stumble && stage.chance(stage.behaviour.stumble.share))
        return { status: 500, error: { message: 'Internal Server Error' } };
      crowd[action === 'ADD' ? 'add' : 'remove']({ email: hash });
      return { status: 201 };
    });
    return fate === 'fails-after' ? no(500, 'INTERNAL_SERVER_ERROR', 'Internal Server Error') : { status: 200, body: { elements } };
  };
};
