import * as z from 'zod';
import { demoAccounts } from './demo-accounts';
import { type Actor, type Heard, isHash, type Said } from './server';

const account = demoAccounts.facebook.account_id;
const hashOrEmpty = (value: string) => value === '' || isHash(value);
const upload = z.object({
  payload: z.strictObject({
    schema: z.array(z.enum(['EMAIL', 'PHONE', 'FN', 'LN', 'COUNTRY'])).min(1),
    data: z.array(z.array(z.string())).min(1),
  }),
  session: z.strictObject({ session_id: z.string().regex(/^\d+$/), batch_seq: z.int().min(1), last_batch_flag: z.boolean() }).optional(),
  appsecret_proof: z.string().optional(),
});
const creation = z.object({
  name: z.string().min(1),
  subtype: z.literal('CUSTOM'),
  description: z.string().optional(),
  customer_file_source: z.enum(['USER_PROVIDED_ONLY', 'PARTNER_PROVIDED_ONLY', 'BOTH_USER_AND_PARTNER_PROVIDED']),
});

const no = (status: number, code: number, message: string, more: Record<string, unknown> = {}): Said => ({
  status,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'A0000000000', ...more } },
});
const expired = no(401, 190, 'Error validating access token: Session has expired', { error_subcode: 463 });

/** The Marketing API of customer file custom audiences, as far as this product calls it. */
export const facebookStandIn: Actor = (stage) => (heard) => {
  const [, version, node = '', edge] = heard.path.split('/');
  if (!/^v\d+\.\d+$/.test(version ?? '')) return no(400, 2500, 'An active access token must be used with a version');
  const token = /^Bearer (.+)$/.exec(heard.headers.authorization ?? '')?.[1] ?? '';
  const known = stage.tokens.has(token) || token === demoAccounts.facebook.credentials.access_token;
  if (node === 'oauth' && edge === 'access_token') return exchange(heard, stage);
  if (!known || stage.behaviour.expired?.has(token)) return expired;
  if (node === 'debug_token')
    return { status: 200, body: { data: { is_valid: true, expires_at: 0, scopes: ['ads_management', 'ads_read'] } } };
  if (stage.behaviour.permission === false) return no(403, 294, 'Managing advertisements requires the extended permission ads_management');
  if (node === 'search' && heard.method === 'GET') return found(heard);
  if (node.startsWith('act_')) {
    if (node !== `act_${account}`) return no(400, 100, 'Unsupported get request. Object does not exist', { error_subcode: 33 });
    if (heard.method === 'GET') return { status: 200, body: { id: node, name: 'Demo ad account', account_status: 1 } };
    const made = creation.safeParse(heard.body);
    if (edge !== 'customaudiences' || !made.success) return no(400, 100, 'Invalid parameter');
    return { status: 200, body: { id: stage.create(made.data.name, account).id } };
  }
  const crowd = stage.crowds.get(node);
  if (!crowd) return no(400, 100, 'Object does not exist, cannot be loaded due to missing permissions', { error_subcode: 33 });
  if (heard.method === 'GET' && !edge)
    return {
      status: 200,
      body: {
        id: crowd.id,
        name: crowd.name,
        approximate_count_lower_bound: crowd.size,
        operation_status: { code: 200, description: 'Normal' },
      },
    };
  if (edge !== 'users' || !['POST', 'DELETE'].includes(heard.method)) return no(400, 100, 'Unsupported request');
  const parsed = upload.safeParse(heard.body);
  if (!parsed.success) return no(400, 100, `Invalid parameter: ${parsed.error.issues[0]?.path.join('.')}`);
  const { schema, data } = parsed.data.payload;
  if (data.length > 10_000) return no(400, 100, 'Invalid parameter: at most 10000 rows', { error_subcode: 1487390 });
  if (data.some((row) => row.length !== schema.length)) return no(400, 100, 'Invalid parameter: rows do not fit the schema');
  const fate = stage.fate();
  if (fate === 'throttled') {
    const seconds = stage.behaviour.throttle?.seconds ?? 60;
    const usage = { [account]: [{ type: 'custom_audience', call_count: 100, estimated_time_to_regain_access: Math.ceil(seconds / 60) }] };
    return {
      ...no(400, 80003, 'There have been too many calls to this ad-account. Wait a bit and try again.', { error_subcode: 2446079 }),
      headers: { 'x-business-use-case-usage': JSON.stringify(usage), 'retry-after': String(seconds) },
    };
  }
  if (fate === 'fails') return no(500, 2, 'Service temporarily unavailable', { is_transient: true });
  const bad: [string, string][] = [];
  data.forEach((row, index) => {
    const [email, phone] = [row[schema.indexOf('EMAIL')], row[schema.indexOf('PHONE')]];
    if (!row.every(hashOrEmpty) || !(email || phone) || stage.behaviour.refuse?.(email || phone || ''))
      bad.push([String(index), 'Invalid entry']);
    else crowd[heard.method === 'POST' ? 'add' : 'remove']({ ...(email ? { email } : {}), ...(phone ? { phone } : {}) });
  });
  if (fate === 'fails-after') return no(500, 2, 'Service temporarily unavailable', { is_transient: true });
  return {
    status: 200,
    body: {
      audience_id: crowd.id,
      session_id: parsed.data.session?.session_id ?? '0',
      num_received: data.length - bad.length,
      num_invalid_entries: bad.length,
      // samples: it names a few
      invalid_entry_samples: Object.fromEntries(bad.slice(0, 10)),
    },
  };
};

const interests = [
  { id: '6003139266461', name: 'Movies', path: ['Interests', 'Entertainment', 'Movies'] },
  { id: '6003020834693', name: 'Music', path: ['Interests', 'Entertainment', 'Music'] },
  { id: '6004160395895', name: 'Travel', path: ['Interests', 'Hobbies and activities', 'Travel'] },
];

/** Found by a search alone, as most of theirs are. */
const unlisted = { id: '6003107902433', name: 'Association football (Soccer)', path: ['Interests', 'Association football (Soccer)'] };

function found(heard: Heard): Said {
  const [type, q] = [heard.query.get('type'), heard.query.get('q')?.toLowerCase()];
  if (type === 'adTargetingCategory') return { status: 200, body: { data: interests } };
  if (type !== 'adinterest' || !q) return no(400, 100, 'Invalid parameter');
  return { status: 200, body: { data: [...interests, unlisted].filter((one) => one.name.toLowerCase().includes(q)) } };
}

function exchange(heard: Heard, stage: Parameters<Actor>[0]): Said {
  const old = heard.query.get('fb_exchange_token') ?? '';
  if (!stage.tokens.has(old) || stage.behaviour.expired?.has(old) || heard.query.get('grant_type') !== 'fb_exchange_token') return expired;
  const next = `${old}+`;
  stage.tokens.add(next);
  return { status: 200, body: { access_token: next, token_type: 'bearer', expires_in: 5_184_000 } };
}
