import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { decodeId, encodeId } from '@/contracts/ids';
import { pixelLimits } from '@/contracts/pixel';
import { sendInput } from '@/contracts/send';
import { templateInput } from '@/contracts/template';
import { listMembers } from '@/server/audiences/list-members';
import type { Ctx } from '@/server/context';
import { createCustom } from '@/server/custom/create-custom';
import { messages } from '@/server/db/schema/sends';
import { createPixel } from '@/server/pixel/create-pixel';
import { deletePixel } from '@/server/pixel/delete-pixel';
import { signIdentity } from '@/server/pixel/pixel-secret';
import { prunePixels } from '@/server/pixel/prune-pixels';
import { rotateSecret } from '@/server/pixel/rotate-secret';
import { updatePixel } from '@/server/pixel/update-pixel';
import { createVisitToken, withVisit } from '@/server/pixel/visit-token';
import { preflight, receiveReport } from '@/server/rest/pixel';
import { scheduleSend } from '@/server/sends/schedule-send';
import { createTemplate } from '@/server/templates/create-template';
import { createAudience, createContact, createContacts, unique, uuidOf } from '@/test/factory';
import { type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const origin = 'https://shop.example';
type Sent = { v?: string; s?: number; c?: number; e?: unknown[]; id?: unknown; forget?: boolean };
type Asked = { origin?: string | null; headers?: Record<string, string>; text?: string };

async function site(settings: Partial<Parameters<typeof createPixel>[1]> = {}) {
  const { ctx } = await tenant(app.db);
  const { id, secret } = await createPixel(ctx, {
    name: 'Shop',
    origins: [origin],
    require_consent: true,
    retention_days: 30,
    ...settings,
  });
  const visitor = key();
  const send = async (body: Sent, asked: Asked = {}) => {
    const headers = new Headers({ 'content-type': 'text/plain', ...asked.headers });
    const from = asked.origin === undefined ? origin : asked.origin;
    if (from) headers.set('origin', from);
    const answer = await receiveReport(
      new Request(`http://localhost:3000/api/pixel/${id}`, {
        method: 'POST',
        headers,
        body: asked.text ?? JSON.stringify({ v: visitor, s: Date.now(), c: 1, ...body }),
      }),
      id,
    );
    // biome-ignore lint/suspicious/noExplicitAny: each test knows what it asked for
    return { status: answer.status, headers: answer.headers, body: (await answer.json()) as any };
  };
  const sign = (who: string, at = Math.floor(Date.now() / 1000), by = secret) => ({ who, at, sig: signIdentity(by, who, at) });
  return { ctx, id, secret, visitor, send, sign };
}
const key = () => `${unique()}${unique()}`;
const view = (path = '/pricing', more: object = {}) => ({
  i: key(),
  n: 'page_view',
  t: Date.now(),
  p: { path, url: `${origin}${path}`, title: 'Pricing', referrer: '' },
  ...more,
});

async function eventsOf(ctx: Ctx, contactId: string) {
  return ctx.db.execute<{ name: string; path: string; age: number; pixel: string }>(sql`
    select name, properties->>'path' as path, properties->>'pixel' as pixel, extract(epoch from now() - occurred_at)::int as age
      from contact_events where org_id = ${ctx.orgId} and contact_id = ${contactId}::uuid order by occurred_at, id`);
}
async function waiting(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from pixel_events where org_id = ${ctx.orgId}`);
  return row?.n ?? 0;
}

test('what a stranger did becomes the contact’s on a signed identification, once, at its own time; the audience has them', async () => {
  const { ctx, id, send, sign } = await site();
  const ada = await createContact(ctx, { email: `ada-${unique()}@example.com` });
  const rule = {
    event: 'page_view',
    path: { match: 'starts_with' as const, value: '/pricing' },
    within_days: 14,
    times: 2,
    pixel_id: uuidOf('pixel', id),
  };
  const audience = await createCustom(ctx, { type: 'pixel', name: 'Visited pricing', pixel: rule });
  expect(audience.contact_count).toBe(0);

  const early = view('/pricing', { t: Date.now() - 3_600_000 });
  expect((await send({ e: [early, view('/about')] })).body).toEqual({ accepted: 2, duplicates: 0, refused: [], identified: null });
  expect((await send({ e: [early] })).body).toMatchObject({ accepted: 0, duplicates: 1 });
  expect(await eventsOf(ctx, ada.id)).toHaveLength(0);
  expect(await waiting(ctx)).toBe(2);

  const identified = await send({ e: [view('/pricing/plans')], id: sign(ada.email?.toUpperCase() ?? '') });
  expect(identified.body).toMatchObject({ accepted: 1, identified: true });
  const events = await eventsOf(ctx, ada.id);
  expect(events.map((e) => e.path)).toEqual(['/pricing', '/about', '/pricing/plans']);
  expect(events[0]?.age).toBeGreaterThan(3_500);
  expect(events[0]?.pixel).toBe(id);
  expect(await waiting(ctx)).toBe(0);

  // known from now on; a replay of what was merged changes nothing
  expect((await send({ e: [early, view('/after')] })).body).toMatchObject({ accepted: 1, duplicates: 1 });
  expect(await eventsOf(ctx, ada.id)).toHaveLength(4);
  const { data } = await listMembers(ctx, { audienceId: uuidOf('audience', audience.id), limit: 10 });
  expect(data.map((c) => c.id)).toEqual([encodeId('contact', ada.id)]);
});

test('nobody becomes somebody else: forged, foreign, old, used, unknown', async () => {
  const { ctx, secret, send, sign } = await site();
  const other = await site();
  const bob = await createContact(ctx, { email: `bob-${unique()}@example.com` });
  const theirs = await createContact(other.ctx, { email: `eve-${unique()}@example.com` });
  const now = Math.floor(Date.now() / 1000);
  const who = bob.email as string;
  const refusals: [string, unknown][] = [
    ['bad_signature', { ...sign(who), sig: 'f'.repeat(64) }],
    ['bad_signature', sign(who, now, other.secret)],
    ['bad_signature', { ...sign(`x${who}`), who }],
    ['bad_signature', { ...sign(who, now - 60), at: now }],
    ['expired_signature', sign(who, now - 25 * 3600)],
    ['expired_signature', sign(who, now + 3600)],
    ['unknown_contact', sign(theirs.email as string)],
    ['unknown_contact', sign(encodeId('contact', theirs.id))],
    ['bad_token', { token: 'A'.repeat(68) }],
    ['expired_token', { token: createVisitToken(bob.id, new Date(Date.now() - 16 * 60_000)) }],
  ];
  for (const [reason, id] of refusals)
    expect((await send({ e: [view()], id })).body, reason).toMatchObject({ accepted: 1, identified: reason });
  expect(await eventsOf(ctx, bob.id)).toHaveLength(0);

  const good = sign(encodeId('contact', bob.id));
  expect((await send({ id: good })).body.identified).toBe(true);
  expect((await send({ id: good })).body.identified).toBe(true); // the same browser again
  expect((await send({ v: key(), e: [view()], id: good })).body.identified).toBe('used_signature');
  expect(await eventsOf(ctx, bob.id)).toHaveLength(refusals.length);
  expect(secret).toMatch(/^pxs_[0-9a-f]{64}$/);
});

test('a new secret refuses what the old one signed; it is in no table', async () => {
  const { ctx, id, secret, send, sign } = await site();
  const bob = await createContact(ctx);
  const fresh = await rotateSecret(ctx, uuidOf('pixel', id));
  expect(fresh.secret).not.toBe(secret);
  expect((await send({ id: sign(bob.email as string) })).body.identified).toBe('bad_signature');
  expect((await send({ id: sign(bob.email as string, undefined, fresh.secret) })).body.identified).toBe(true);
  const [row] = await ctx.db.execute(
    sql`select p::text as row, (select string_agg(a::text, '') from audit_log a where a.org_id = p.org_id) as log from pixels p where id = ${uuidOf('pixel', id)}::uuid`,
  );
  expect(JSON.stringify(row)).not.toContain(fresh.secret.slice(4));
});

test('only the pixel’s own origins, and the browser is told so; no cookies', async () => {
  const { id, send } = await site();
  for (const from of [null, 'null', 'https://evil.example', 'http://shop.example', 'https://shop.example.evil.example']) {
    const answer = await send({ e: [view()] }, { origin: from });
    expect(answer.status).toBe(403);
    expect(answer.body.error.errors[0].code).toBe('wrong_origin');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
  }
  const right = await send({ e: [view()] });
  expect(right.headers.get('access-control-allow-origin')).toBe(origin);
  expect(right.headers.get('access-control-allow-credentials')).toBeNull();
  expect(right.headers.get('vary')).toBe('Origin');
  expect(right.headers.getSetCookie()).toEqual([]);
  const ask = (from: string) => preflight(new Request('http://localhost/', { method: 'OPTIONS', headers: { origin: from } }), id);
  expect((await ask(origin)).status).toBe(204);
  expect((await ask('https://evil.example')).status).toBe(403);
});

test('consent, its withdrawal, Do Not Track and Global Privacy Control', async () => {
  const { ctx, send, visitor } = await site();
  expect((await send({ c: 0, e: [view()] })).body.error.errors[0].code).toBe('no_consent');
  for (const headers of [{ dnt: '1' }, { 'sec-gpc': '1' }] as Record<string, string>[])
    expect((await send({ e: [view()] }, { headers })).body.error.errors[0].code).toBe('opted_out');
  expect(await waiting(ctx)).toBe(0);
  await send({ e: [view()] });
  expect(await waiting(ctx)).toBe(1);
  // who asks not to be tracked may all the more ask to be forgotten
  expect((await send({ c: 0, forget: true }, { headers: { 'sec-gpc': '1', dnt: '1' } })).status).toBe(200);
  expect(await waiting(ctx)).toBe(0);
  await send({ e: [view()] });
  expect((await send({ c: 0, forget: true })).status).toBe(200);
  expect(await waiting(ctx)).toBe(0);
  const [left] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from pixel_visitors where key = ${visitor}`);
  expect(left?.n).toBe(0);
  const free = await site({ require_consent: false });
  expect((await free.send({ c: 0, e: [view()] })).body.accepted).toBe(1);
});

test('oversized, malformed, future, too old and stale reports are refused with a code; good events beside bad ones are kept', async () => {
  const { ctx, send } = await site();
  const hour = 3_600_000;
  const bad = [
    view('/x', { t: Date.now() + 6 * 60_000 }),
    view('/x', { t: Date.now() - 25 * hour }),
    view('/x', { p: { big: 'x'.repeat(pixelLimits.propertyBytes) } }),
    view('/x', { n: '' }),
    view('/x', { i: 'short' }),
    view('/x', { extra: 1 }),
    7,
    view('/good'),
  ];
  const answer = await send({ e: bad });
  expect(answer.body.accepted).toBe(1);
  expect(answer.body.refused.map((r: { index: number; code: string }) => [r.index, r.code])).toEqual([
    [0, 'in_the_future'],
    [1, 'too_old'],
    [2, 'too_large'],
    [3, 'invalid_event'],
    [4, 'invalid_event'],
    [5, 'invalid_event'],
    [6, 'invalid_event'],
  ]);
  expect((await send({ s: Date.now() - 25 * hour, e: [] })).body.error.errors[0].code).toBe('stale');
  expect((await send({ s: Date.now() + 25 * hour, e: [] })).body.error.errors[0].code).toBe('stale');
  expect((await send({ e: Array.from({ length: 51 }, () => view()) })).status).toBe(422);
  expect(await send({}, { text: 'x'.repeat(pixelLimits.bodyBytes + 1) })).toMatchObject({
    status: 413,
    body: { error: { message: 'The body may have at most 32 KB' } },
  });
  expect((await send({}, { text: '{"v":1' })).status).toBe(400);
  expect((await send({}, { text: '{"__proto__":{}}' })).status).toBe(422);
  expect((await send({}, { text: `{"v":"${key()}","s":${Date.now()},"c":1,"e":[],"org_id":"x"}` })).status).toBe(422);
  expect(await waiting(ctx)).toBe(1);
  // a browser whose clock is ten hours slow is understood
  const slow = Date.now() - 10 * hour;
  await send({ s: slow, e: [view('/slow', { t: slow - 1000 })] });
  const [row] = await ctx.db.execute<{ age: number }>(
    sql`select extract(epoch from now() - occurred_at)::int as age from pixel_events where org_id = ${ctx.orgId} and properties->>'path' = '/slow'`,
  );
  expect(row?.age).toBeLessThan(60);
});

test('too many reports of one browser are refused for a while, others go on', async () => {
  const { send } = await site();
  const answers = await Promise.all(Array.from({ length: pixelLimits.perVisitor + 10 }, () => send({ e: [] })));
  const refused = answers.filter((a) => a.status === 429);
  expect(refused.length).toBeGreaterThan(5);
  expect(refused[0]?.headers.get('retry-after')).toBe('1');
  expect((await send({ v: key(), e: [view()] })).status).toBe(200);
});

test('many browsers at once: every event is written once, also when each is reported twice at the same time', async () => {
  const { ctx, send } = await site();
  const reports = Array.from({ length: 60 }, () => ({ v: key(), e: [view(), view('/two')] }));
  const answers = await Promise.all([...reports, ...reports].map((report) => send(report)));
  expect(answers.every((a) => a.status === 200)).toBe(true);
  expect(answers.reduce((n, a) => n + a.body.accepted, 0)).toBe(120);
  expect(answers.reduce((n, a) => n + a.body.duplicates, 0)).toBe(120);
  expect(await waiting(ctx)).toBe(120);
});

test('a followed link of a mail says who came, for the first browser that shows it', async () => {
  const { ctx, send } = await site();
  const [ada] = await createContacts(ctx, 1);
  const list = await createAudience(ctx, [{ id: ada?.id ?? '' }]);
  const mark = unique();
  await createTemplate(ctx, templateInput.parse({ name: mark, slug: mark, source: { subject: 'x', body: 'x' } }));
  await scheduleSend(ctx, { audienceId: list.id, ...sendInput.parse({ channel: 'email', from: 'a@example.com', template: mark }) });
  const [message] = await app.db.select().from(messages).where(sql`org_id = ${ctx.orgId}`);
  const there = await withVisit(app.db, message?.id ?? '', new URL(`${origin}/pricing?a=1`), new Date());
  expect((await withVisit(app.db, message?.id ?? '', new URL('https://elsewhere.example/'), new Date())).href).toBe(
    'https://elsewhere.example/',
  );
  const token = there.searchParams.get('_mv');
  expect(there.searchParams.get('a')).toBe('1');
  expect((await send({ e: [view()], id: { token } })).body).toMatchObject({ accepted: 1, identified: true });
  expect((await send({ v: key(), e: [view()], id: { token } })).body.identified).toBe('used_signature');
  expect(await eventsOf(ctx, ada?.id ?? '')).toHaveLength(1);
  const stranger = await site();
  expect((await stranger.send({ id: { token: createVisitToken(message?.id ?? '', new Date()) } })).body.identified).toBe('unknown_contact');
});

test('strangers are forgotten after the pixel’s days; a deleted pixel takes no reports', async () => {
  const { ctx, id, send } = await site({ retention_days: 7 });
  await send({ e: [view('/old', { t: Date.now() }), view('/new')] });
  await ctx.db.execute(
    sql`update pixel_events set occurred_at = now() - interval '8 days' where org_id = ${ctx.orgId} and properties->>'path' = '/old'`,
  );
  await prunePixels(app.db);
  expect(await waiting(ctx)).toBe(1);
  await ctx.db.execute(sql`update pixel_visitors set last_seen_at = now() - interval '8 days' where org_id = ${ctx.orgId}`);
  await prunePixels(app.db);
  expect(await waiting(ctx)).toBe(0);
  expect((await updatePixel(ctx, { id: uuidOf('pixel', id), patch: { origins: ['https://new.example'] } })).origins).toEqual([
    'https://new.example',
  ]);
  expect((await send({ e: [view()] })).status).toBe(403);
  await deletePixel(ctx, decodeId('pixel', id) ?? '');
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  expect((await send({ e: [view()] })).status).toBe(404);
  log.mockRestore();
});
