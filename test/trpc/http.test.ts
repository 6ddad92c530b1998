import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET, POST } from '@/app/api/trpc/[trpc]/route';
import { signIn, type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
let cookie: string;
beforeAll(async () => {
  app = await testApp();
  cookie = await signIn(app, (await tenant(app.db)).email);
});
afterAll(() => app.close());

const get = async (path: string, headers: Record<string, string> = {}) => {
  const answer = await GET(new Request(`${app.url}/api/trpc/${path}`, { headers: { cookie, ...headers } }));
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
};
const post = async (path: string, body: string, headers: Record<string, string> = {}) => {
  const answer = await POST(
    new Request(`${app.url}/api/trpc/${path}`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: app.url, ...headers },
      body,
    }),
  );
  return { status: answer.status, body: await answer.json() };
};

test('a query, and its request id', async () => {
  const { status, body, headers } = await get('organization.current');
  expect(status).toBe(200);
  expect(body.result.data).toMatchObject({
    id: expect.stringMatching(/^org_/),
    role: 'owner',
    postal_address: '1 Test Street',
    user: { name: 'Owner' },
  });
  expect(headers.get('x-request-id')).toMatch(/^req_/);
  expect(headers.get('cache-control')).toBe('no-store');
});

test('nobody is 401', async () => {
  const { status, body } = await get('organization.current', { cookie: '' });
  expect(status).toBe(401);
  expect(body.error.data).toMatchObject({ code: 'unauthenticated', httpStatus: 401, issues: [] });
});

test('refused input is 422 with the place', async () => {
  const { status, body } = await post('audiences.create', JSON.stringify({ name: '', org_id: 'x' }));
  expect(status).toBe(422);
  expect(body.error.data).toMatchObject({ code: 'validation_failed', requestId: expect.stringMatching(/^req_/) });
  expect(body.error.data.issues.map((i: { path: string[] }) => i.path[0]).sort()).toEqual(['name', 'org_id']);
});

test('an error of a verb keeps its code', async () => {
  const create = () => post('audiences.create', JSON.stringify({ name: 'Twice', slug: 'twice' }));
  await create();
  const again = await create();
  expect([again.status, again.body.error.data.code]).toEqual([409, 'conflict']);
});

test('ten in a batch, not eleven', async () => {
  const batch = (n: number) => get(`${Array(n).fill('organization.current').join(',')}?batch=1&input=%7B%7D`);
  expect((await batch(10)).status).toBe(200);
  expect((await batch(11)).status).toBe(400);
});

test('a page of another site gets nothing', async () => {
  for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }] as Record<
    string,
    string
  >[]) {
    expect((await post('audiences.create', '{"name":"Evil"}', headers)).status).toBe(403);
    expect((await get('organization.current', headers)).status).toBe(403);
  }
});

test('a form is no call', async () => {
  expect((await post('audiences.create', 'name=x', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
  expect((await post('audiences.create', '{"name":"x"}', { 'content-type': 'text/plain' })).status).toBe(415);
});

test('what does not exist is 404, broken JSON 400, more than 1 MB 413', async () => {
  expect((await get('audiences.nothing')).status).toBe(404);
  expect((await post('audiences.create', '{')).status).toBe(400);
  expect((await post('audiences.create', JSON.stringify({ name: 'x'.repeat(1024 * 1024) }))).status).toBe(413);
});

test('a launch that is tried again answers the first answer and sends nothing', async () => {
  const call = async (path: string, input: unknown) => (await post(path, JSON.stringify(input))).body;
  const list = (await call('audiences.create', { name: 'Launch' })).result.data;
  await call('audiences.addMembers', { id: list.id, contacts: [{ email: 'once@example.com' }] });
  const source = { subject: 'Hello', body: 'Hello' };
  const template = (await call('templates.create', { name: 'Launch', source })).result.data;
  const launch = { channel: 'email', from: 'a@example.com', template: template.slug, audienceId: list.id, attempt: 'first' };
  const all = await Promise.all(Array.from({ length: 4 }, () => call('sends.schedule', launch)));
  const answers = [...all.map((a) => a.result?.data ?? a.error.data.code), (await call('sends.schedule', launch)).result.data];
  const accepted = answers.filter((a) => a !== 'idempotency_in_progress');
  expect(new Set(accepted.map((a) => a.send_id)).size).toBe(1);
  expect(accepted[0]).toMatchObject({ total: 1, scheduled: 1 });
  expect((await call('sends.schedule', { ...launch, ramp_minutes: 5 })).error.data.code).toBe('idempotency_key_reused');
  expect((await get(`sends.list?input=${encodeURIComponent('{}')}`)).body.result.data.data).toHaveLength(1);
});
