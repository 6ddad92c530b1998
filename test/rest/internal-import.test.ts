import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { POST } from '@/app/api/internal/audiences/[id]/import-csv/route';
import { encodeId } from '@/contracts/ids';
import { scopes } from '@/contracts/scopes';
import type { Ctx } from '@/server/context';
import { member } from '@/server/db/schema/auth';
import { contacts } from '@/server/db/schema/contacts';
import { createAudience, unique } from '@/test/factory';
import { keyOf, signIn, type TestApp, tenant, testApp } from './app';

let app: TestApp;
let ctx: Ctx;
let cookie: string;
let audience: string;
beforeAll(async () => {
  app = await testApp();
  const { ctx: made, email } = await tenant(app.db);
  ctx = made;
  cookie = await signIn(app, email);
  audience = encodeId('audience', (await createAudience(ctx)).id);
});
afterAll(() => app.close());

async function upload(body: string | Uint8Array<ArrayBuffer>, type: string, headers: Record<string, string> = {}, id = audience) {
  const request = new Request(`${app.url}/api/internal/audiences/${id}/import-csv`, {
    method: 'POST',
    headers: { cookie, ...(type ? { 'content-type': type } : {}), ...headers },
    body,
  });
  const answer = await POST(request, { params: Promise.resolve({ id }) });
  return { status: answer.status, body: await answer.json() };
}
const csv = () => `email,name,plan\n${unique()}@example.com,Ada,pro\n${unique()}@example.com,Bob,\nbroken,Eve,\n`;

test('text/csv', async () => {
  const { status, body } = await upload(csv(), 'text/csv; charset=utf-8');
  expect(status).toBe(200);
  expect(body).toMatchObject({
    import_id: expect.stringMatching(/^imp_/),
    audience_id: audience,
    rows: 3,
    created: 2,
    updated: 0,
    unchanged: 0,
  });
  expect(body.rejected).toMatchObject([{ line: 4, code: 'invalid_email' }]);
});

test('application/json, with a mapping', async () => {
  const text = `mail,level\n${unique()}@example.com,gold\n`;
  const { status } = await upload(
    JSON.stringify({ csv: text, mapping: { mail: 'email', level: { metadata: 'tier' } } }),
    'application/json',
  );
  expect(status).toBe(200);
  const [row] = await app.db
    .select()
    .from(contacts)
    .where(eq(contacts.email, text.split('\n')[1]?.split(',')[0] ?? ''));
  expect(row?.metadata).toEqual({ tier: 'gold' });
});

test('a byte order mark and Latin-1 are read', async () => {
  const address = `${unique()}@example.com`;
  await upload(new Uint8Array(Buffer.from(`email;name\n${address};Zo\u00eb\n`, 'latin1')), 'text/csv');
  const [row] = await app.db.select().from(contacts).where(eq(contacts.email, address));
  expect(row?.name).toBe('Zoë');
});

describe('refused', () => {
  const status = async (...args: Parameters<typeof upload>) => (await upload(...args)).status;
  test.each(['text/plain', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', ''])('type %j: 415', async (type) => {
    expect(await status(new Uint8Array(Buffer.from(csv())), type)).toBe(415);
  });
  test('without a session, and with an API key: 401', async () => {
    const key = await keyOf(ctx, [...scopes]);
    expect(await status(csv(), 'text/csv', { cookie: '' })).toBe(401);
    expect(await status(csv(), 'text/csv', { cookie: '', authorization: `Bearer ${key}` })).toBe(401);
  });
  test('from another site: 403', async () => {
    expect(await status(csv(), 'text/csv', { origin: 'https://evil.example' })).toBe(403);
    expect(await status(csv(), 'text/csv', { origin: 'null' })).toBe(403);
    expect(await status(csv(), 'text/csv', { 'sec-fetch-site': 'cross-site' })).toBe(403);
  });
  test('as a member: 403', async () => {
    await app.db.update(member).set({ role: 'member' }).where(eq(member.userId, ctx.actor.id));
    expect(await status(csv(), 'text/csv')).toBe(403);
    await app.db.update(member).set({ role: 'owner' }).where(eq(member.userId, ctx.actor.id));
  });
  test('another organization, a malformed id: 404', async () => {
    const foreign = encodeId('audience', (await createAudience((await tenant(app.db)).ctx)).id);
    expect(await status(csv(), 'text/csv', {}, foreign)).toBe(404);
    expect(await status(csv(), 'text/csv', {}, 'aud_1')).toBe(404);
  });
  test('too large: 413; no address column, unknown fields: 422; no JSON: 400', async () => {
    expect(await status('x'.repeat(8 * 1024 * 1024 + 1), 'text/csv')).toBe(413);
    expect(await status('a,b\n1,2\n', 'text/csv')).toBe(422);
    expect(await status(JSON.stringify({ csv: csv(), colour: 1 }), 'application/json')).toBe(422);
    expect(await status('{', 'application/json')).toBe(400);
  });
  test('more than 10,000 rows: 422 before anything is written', async () => {
    const before = await app.db.$count(contacts);
    const rows = Array.from({ length: 10_001 }, (_, i) => `many${i}@example.com`).join('\n');
    const { status, body } = await upload(`email\n${rows}\n`, 'text/csv');
    expect([status, body.error.code]).toEqual([422, 'import_too_large']);
    expect(await app.db.$count(contacts)).toBe(before);
  });
});
