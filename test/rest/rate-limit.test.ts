import { like, sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { limits } from '@/contracts/limits';
import { keyContext } from '@/server/auth/api-key';
import type { Ctx } from '@/server/context';
import { rateLimits } from '@/server/db/schema/platform';
import { restApp } from '@/server/rest/app';
import { endpoint } from '@/server/rest/endpoint';
import { keyOf, type TestApp, tenant, testApp } from './app';
import { caller } from './call';

const { caller: perKey, organization: perOrg } = limits.requestsPerMinute;
let app: TestApp;
let ctx: Ctx;
let key: string;
const table = [
  endpoint({
    method: 'GET',
    path: '/ping',
    scope: 'read:contacts',
    tag: 'Ping',
    summary: 'Pong',
    status: 204,
    handler: async () => undefined,
  }),
];
const bare = caller(restApp('/api/v1', table, keyContext));
const ping = (given = key) => bare('GET', '/ping', undefined, { key: given });

beforeAll(async () => {
  app = await testApp();
});
beforeEach(async () => {
  await app.db.delete(rateLimits);
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:contacts']);
});
afterAll(() => app.close());

// From a minute ahead nothing refills while a test runs.
const drain = (prefix: string, tokens = 0) =>
  app.db
    .update(rateLimits)
    .set({ tokens, refilledAt: sql`clock_timestamp() + interval '1 minute'` })
    .where(like(rateLimits.key, `${prefix}%`));
const tokens = async (prefix: string) =>
  (
    await app.db
      .select()
      .from(rateLimits)
      .where(like(rateLimits.key, `${prefix}%`))
  )[0]?.tokens;

test('every answer says what is left, as structured fields', async () => {
  const answer = await ping();
  expect(answer.status).toBe(204);
  expect(answer.headers.get('ratelimit-policy')).toBe(`"caller";q=${perKey};w=60, "organization";q=${perOrg};w=60`);
  expect(answer.headers.get('ratelimit')).toBe(`"caller";r=${perKey - 1};t=1, "organization";r=${perOrg - 1};t=1`);
});

test('an empty bucket is 429 with Retry-After, and refills evenly', async () => {
  await ping();
  await drain('api_key:');
  const refused = await ping();
  expect([refused.status, refused.body.error.code, refused.headers.get('retry-after')]).toEqual([429, 'rate_limited', '1']);
  expect(refused.headers.get('ratelimit')).toContain('"caller";r=0;');
  await app.db.execute(sql`update rate_limits set refilled_at = refilled_at - interval '61 s' where key like 'api_key:%'`);
  expect((await ping()).status).toBe(204);
  const left = (await tokens('api_key:')) ?? 0;
  expect(left).toBeGreaterThanOrEqual(perKey / 60 - 1);
  expect(left).toBeLessThan(perKey / 60 + 30);
});

test('keys of one organization share its bucket; another organization does not', async () => {
  const [second, foreign] = [await keyOf(ctx, ['read:contacts']), await keyOf((await tenant(app.db)).ctx, ['read:contacts'])];
  await ping();
  await drain(`org:${ctx.orgId}`);
  expect((await ping(second)).status).toBe(429);
  expect((await ping(foreign)).status).toBe(204);
});

// The bucket was last filled in the future, as after a clock that jumped back.
test('a burst never takes more than the bucket holds', async () => {
  await ping();
  await drain('api_key:', 5);
  const answers = await Promise.all(Array.from({ length: 30 }, () => ping()));
  expect(answers.filter((a) => a.status === 204)).toHaveLength(5);
});

test('a request without a valid key costs nobody anything', async () => {
  await bare('GET', '/ping');
  expect(await app.db.$count(rateLimits)).toBe(0);
});
