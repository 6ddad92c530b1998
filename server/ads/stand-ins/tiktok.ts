import * as z from 'zod';
import { demoAccounts } from './demo-accounts';
import { type Actor, isHash, type Said } from './server';

const { account_id: account, credentials } = demoAccounts.tiktok;
const creation = z.strictObject({
  advertiser_id: z.string(),
  custom_audience_name: z.string().min(1).max(128),
  action: z.literal('create'),
});
const id = z.union([z.strictObject({}), z.strictObject({ id: z.string(), audience_ids: z.array(z.string()).length(1) })]);
const mapping = z.strictObject({
  advertiser_ids: z.array(z.string()).min(1),
  action: z.enum(['add', 'delete']),
  id_schema: z.array(z.enum(['EMAIL_SHA256', 'PHONE_SHA256', 'IDFA_SHA256', 'GAID_SHA256'])).min(1),
  batch_data: z.array(z.array(id)).min(1),
});

let requests = 0;
const say = (code: number, message: string, data: unknown = {}): Said => ({
  status: 200,
  body: { code, message, request_id: `2026${String(++requests).padStart(12, '0')}`, data },
});

/** TikTok's Business API: everything is HTTP 200, `code` says what happened. */
export const tiktokStandIn: Actor = (stage) => (heard) => {
  const token = String(heard.headers['access-token'] ?? '');
  if (!token) return say(40104, 'Access token is empty');
  if (stage.behaviour.expired?.has(token)) return say(40102, 'Access token has expired');
  if (token !== credentials.access_token && !stage.tokens.has(token)) return say(40105, 'Access token is incorrect or has been revoked');
  if (stage.behaviour.permission === false) return say(40001, 'No permission to operate advertiser');
  const path = heard.path.replace('/open_api/v1.3/', '');
  if (path === 'advertiser/info/' && heard.method === 'GET') {
    const ids = JSON.parse(heard.query.get('advertiser_ids') ?? '[]') as string[];
    return say(0, 'OK', { list: ids.includes(account) ? [{ advertiser_id: account, name: 'Demo advertiser' }] : [] });
  }
  if (path === 'tool/interest_category/' && heard.method === 'GET') {
    if (heard.query.get('advertiser_id') !== account) return say(40001, 'No permission to operate advertiser');
    return say(0, 'OK', {
      interest_categories: [
        { interest_category_id: '15', interest_category_name: 'Games', level: 1, sub_category_ids: ['15100'] },
        { interest_category_id: '15100', interest_category_name: 'Puzzle games', level: 2, sub_category_ids: [] },
      ],
    });
  }
  if (path === 'dmp/custom_audience/get/' && heard.method === 'GET') {
    const ids = JSON.parse(heard.query.get('custom_audience_ids') ?? '[]') as string[];
    const found = ids.flatMap((each) => stage.crowds.get(each) ?? []);
    return say(0, 'OK', { list: found.map((c) => ({ audience_details: { audience_id: c.id, name: c.name, cover_num: c.size } })) });
  }
  if (path === 'segment/audience/' && heard.method === 'POST') {
    const made = creation.safeParse(heard.body);
    if (!made.success) return say(40002, `${made.error.issues[0]?.path.join('.')}: invalid parameter`);
    if (made.data.advertiser_id !== account) return say(40001, 'No permission to operate advertiser');
    return say(0, 'OK', { audience_id: stage.create(made.data.custom_audience_name, account).id });
  }
  if (path !== 'segment/mapping/' || heard.method !== 'POST') return { status: 404, body: {} };
  const parsed = mapping.safeParse(heard.body);
  if (!parsed.success) return say(40002, `${parsed.error.issues[0]?.path.join('.')}: invalid parameter`);
  const { advertiser_ids, action, id_schema, batch_data } = parsed.data;
  if (advertiser_ids.some((each) => each !== account)) return say(40001, 'No permission to operate advertiser');
  if (batch_data.length > 10_000) return say(40002, 'batch_data: at most 10000');
  if (batch_data.some((row) => row.length !== id_schema.length)) return say(40002, 'batch_data: does not fit id_schema');
  const fate = stage.fate();
  if (fate === 'throttled')
    return {
      ...say(40100, 'Too many requests. Please retry in some time.'),
      headers: { 'retry-after': String(stage.behaviour.throttle?.seconds ?? 60) },
    };
  if (fate === 'fails') return say(50000, 'System error');
  for (const row of batch_data) {
    const people: Record<string, string> = {};
    for (const [place, one] of row.entries()) {
      if (!('id' in one)) continue;
      if (!isHash(one.id)) return say(40002, 'batch_data: id is not a SHA-256 hash');
      if (!stage.crowds.has(one.audience_ids[0] ?? '')) return say(40002, `audience ${one.audience_ids[0]} does not exist`);
      people[id_schema[place] === 'EMAIL_SHA256' ? 'email' : 'phone'] = one.id;
    }
    const crowd = stage.crowds.get(row.flatMap((one) => ('id' in one ? one.audience_ids : []))[0] ?? '');
    if (!crowd) return say(40002, 'batch_data: an empty row');
    crowd[action === 'add' ? 'add' : 'remove'](people);
  }
  return fate === 'fails-after' ? say(50000, 'System error') : say(0, 'OK');
};
