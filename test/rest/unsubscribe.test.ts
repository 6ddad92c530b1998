import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET, POST } from '@/app/u/[token]/route';
import { createUnsubscribeUrl } from '@/server/channels/unsubscribe-token';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { auditLog } from '@/server/db/schema/platform';
import { unique } from '@/test/factory';
import { type TestApp, tenant, testApp } from './app';

let app: TestApp;
let ctx: Ctx;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
});
afterAll(() => app.close());

const link = (address: string, orgId: string = ctx.orgId) => createUnsubscribeUrl({ orgId, channel: 'email', address });
const visit = (url: string) => GET(new Request(url), { params: Promise.resolve({ token: url.split('/u/')[1] ?? '' }) });
const post = (url: string, init: RequestInit = {}) =>
  POST(new Request(url, { method: 'POST', ...init }), { params: Promise.resolve({ token: url.split('/u/')[1] ?? '' }) });
const suppressed = (address: string) =>
  app.db
    .select()
    .from(suppressions)
    .where(and(eq(suppressions.orgId, ctx.orgId), eq(suppressions.address, address)));

test('looking changes nothing, however often', async () => {
  const address = `${unique()}@example.com`;
  for (let i = 0; i < 100; i++) expect((await visit(link(address))).status).toBe(200);
  expect(await suppressed(address)).toEqual([]);
});

test('the page has a button, no script, and keeps its address to itself', async () => {
  const address = `${unique()}@example.com`;
  const answer = await visit(link(address));
  const html = await answer.text();
  expect(html).toMatch(/<form method="post">.*<button>Unsubscribe<\/button>/s);
  expect(html).not.toMatch(/<script|https?:/);
  expect(html).not.toContain(address);
  expect(html).toContain(`${address[0]}•••@example.com`);
  expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
  expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
});

test('one click of a mail program suppresses at once, without a cookie; twice is once', async () => {
  const address = `${unique()}@example.com`;
  const init = { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'List-Unsubscribe=One-Click' };
  const answers = await Promise.all([post(link(address), init), post(link(address), init)]);
  expect(answers.map((a) => a.status)).toEqual([200, 200]);
  expect((await post(link(address))).status).toBe(200);
  expect(await suppressed(address)).toMatchObject([{ channel: 'email', reason: 'unsubscribe' }]);
  const entries = await app.db.select().from(auditLog).where(eq(auditLog.actorType, 'recipient'));
  expect(entries.filter((e) => e.orgId === ctx.orgId)).toHaveLength(1);
});

test('a name with markup is text', async () => {
  const html = await (await visit(link(`<b>${unique()}"@example.com`))).text();
  expect(html).not.toMatch(/<b><b>/);
});

test.each(['x', 'x'.repeat(80), ''])('the token %j is 404 and does nothing', async (token) => {
  expect((await visit(`${app.url}/u/${token}`)).status).toBe(404);
  expect((await post(`${app.url}/u/${token}`)).status).toBe(404);
});

test('an altered token, and one of an organization that is gone, are 404', async () => {
  const url = link(`${unique()}@example.com`);
  expect((await post(url.slice(0, -3) + (url.endsWith('AAA') ? 'BBB' : 'AAA'))).status).toBe(404);
  expect((await post(link('a@example.com', '01900000-0000-7000-8000-000000000000'))).status).toBe(404);
});
