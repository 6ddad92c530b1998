import { createHmac } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as route from '@/app/api/hooks/mail/[id]/route';
import { mailHookInput, type NewMailHook } from '@/contracts/hooks';
import { encodeId } from '@/contracts/ids';
import { standardWebhookHeaders } from '@/server/channels/webhook-signature';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { createMailHook } from '@/server/hooks/create-mail-hook';
import { createContacts, unique } from '../factory';
import { keyOf, type TestApp, tenant, testApp } from '../rest/app';
import { call } from '../rest/v1';
import { abuseReport, statusReport, vacationNote } from './mails';
import { eventsOf, sentMessage } from './setup';

let app: TestApp;
let ctx: Ctx;
let hook: NewMailHook;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  hook = await createMailHook(ctx, mailHookInput.parse({ name: 'Mail' }));
});
afterAll(() => app.close());

const idOf = (url: string) => url.split('/').at(-1) ?? '';
type Sent = { status: number; body: { received?: number; recorded?: number; unmatched?: number; error?: { code: string } } };

async function post(to: NewMailHook, body: string, headers: Record<string, string>, type = 'application/json'): Promise<Sent> {
  const request = new Request(to.url, { method: 'POST', headers: { 'content-type': type, ...headers }, body });
  const answer = await route.POST(request, { params: Promise.resolve({ id: idOf(to.url) }) });
  return { status: answer.status, body: (await answer.json()) as Sent['body'] };
}
const signed = (body: string, to = hook, now = new Date(), id = `evt_${unique()}`) => standardWebhookHeaders(id, body, to.secret, now);
const report = (events: unknown[], to = hook) => {
  const body = JSON.stringify({ events });
  return post(to, body, signed(body, to));
};
const mail = (raw: string) => post(hook, raw, signed(raw), 'message/rfc822');
const suppressed = async (address: string) =>
  (await app.db.select().from(suppressions).where(sql`org_id = ${ctx.orgId} and address = ${address}`)).map((s) => s.reason);

describe('the signature', () => {
  it('is over the raw body, of now, under the secret of this hook', async () => {
    const message = await sentMessage(ctx);
    const body = JSON.stringify({ events: [{ type: 'bounced', message_id: encodeId('message', message.id) }] });
    const other = await createMailHook(ctx, mailHookInput.parse({ name: 'Other' }));
    const minutes = (n: number) => new Date(Date.now() + n * 60_000);
    const wrong: Record<string, string>[] = [
      {},
      { ...signed(body), 'webhook-signature': '' },
      { ...signed(body), 'webhook-signature': 'v1,AAAA' },
      { ...signed(body), 'webhook-id': 'another' },
      { ...signed(body), 'webhook-timestamp': String(Math.floor(Date.now() / 1000) - 1) },
      signed(body, hook, minutes(-6)),
      signed(body, hook, minutes(6)),
      signed(body, other),
      signed(`${body} `),
    ];
    for (const headers of wrong) expect((await post(hook, body, headers)).status, JSON.stringify(headers)).toBe(401);
    expect(await eventsOf(app.db, message.id)).toEqual([]);
    expect(await suppressed(message.email)).toEqual([]);
    const right = signed(body);
    const rotated = { ...right, 'webhook-signature': `v1a,xyz v1,AAAA ${right['webhook-signature']}` };
    expect((await post(hook, body, rotated)).status).toBe(200);
  });

  it('opens nothing of another organization', async () => {
    const { ctx: them } = await tenant(app.db);
    const theirs = await sentMessage(them);
    const answer = await report([
      { type: 'bounced', message_id: encodeId('message', theirs.id) },
      { type: 'complained', message_id: `<${theirs.id}@example.com>` },
    ]);
    expect(answer.body).toEqual({ received: 2, recorded: 0, unmatched: 2 });
    expect(await eventsOf(app.db, theirs.id)).toEqual([]);
    const [row] = await app.db.execute<{ n: number }>(sql`select count(*)::int n from suppressions where org_id = ${them.orgId}`);
    expect(row?.n).toBe(0);
  });

  it('is not asked for at a hook that is unknown or revoked', async () => {
    const key = await keyOf(ctx, ['write:events', 'read:events']);
    const made = await call('POST', '/hooks/mail', { name: 'Gone' }, { key });
    expect(made.body.secret).toMatch(/^whsec_/);
    const body = '{"events":[{"type":"delivered","email":"a@example.com"}]}';
    expect((await post(made.body, body, signed(body, made.body))).status).toBe(200);
    const listed = await call('GET', '/hooks/mail', undefined, { key });
    expect(JSON.stringify(listed.body)).not.toContain('whsec_');
    expect(listed.body.data[0].last_used_at).not.toBeNull();
    for (let i = 0; i < 2; i++) expect((await call('DELETE', `/hooks/mail/${made.body.id}`, undefined, { key })).status).toBe(200);
    expect((await post(made.body, body, signed(body, made.body))).status).toBe(404);
    expect((await post({ ...hook, url: `${app.url}/api/hooks/mail/whk_nothing` }, body, signed(body))).status).toBe(404);
    const [row] = await app.db.execute<{ secret: string }>(sql`select secret from mail_hooks limit 1`);
    expect(row?.secret).not.toContain('whsec_');
    const actions = await app.db.execute<{ action: string }>(sql`select action from audit_log where target = ${made.body.id} order by id`);
    expect(actions.map((a) => a.action)).toEqual(['mail_hook.created', 'mail_hook.revoked']);
  });

  it('lets only POST in', () => expect(Object.keys(route)).toEqual(['POST']));
});

describe('reports', () => {
  it('become events and suppressions, once, in any order and however often', async () => {
    const message = await sentMessage(ctx);
    const id = encodeId('message', message.id);
    const at = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
    const events = [
      { type: 'complained', message_id: id, at: at(1), id: 'c1' },
      {
        type: 'clicked',
        message_id: id,
        at: at(2),
        id: `k-${id}`,
        url: 'https://shop.example/',
        user_agent: 'Mozilla/5.0 (X11) Firefox/140.0',
      },
      { type: 'opened', message_id: id, at: at(3), id: `o-${id}` },
      { type: 'opened', message_id: id, at: at(4), id: `o2-${id}`, user_agent: 'Mozilla/5.0' },
      { type: 'delivered', message_id: `<${message.id}@example.com>`, at: at(5) },
      { type: 'bounced', message_id: id, bounce: 'soft', reason: '452 4.2.2 full', at: at(6) },
    ];
    for (let i = 0; i < 5; i++) expect((await report(i % 2 ? [...events].reverse() : events)).status).toBe(200);
    const body = JSON.stringify({ events: [{ type: 'opened', message_id: id, at: at(7) }] });
    const headers = signed(body);
    for (let i = 0; i < 5; i++) expect((await post(hook, body, headers)).body.recorded).toBe(i ? 0 : 1);
    expect((await eventsOf(app.db, message.id)).map((e) => [e.type, e.is_bot])).toEqual([
      ['opened', false],
      ['bounced', false],
      ['delivered', false],
      ['opened', true],
      ['opened', false],
      ['clicked', false],
      ['complained', false],
    ]);
    expect(await suppressed(message.email)).toEqual(['complaint']);
    const audited = await app.db.execute<{ actor_type: string; actor_id: string }>(
      sql`select actor_type, actor_id from audit_log where org_id = ${ctx.orgId} and action = 'suppression.created' order by id desc limit 1`,
    );
    expect(audited[0]).toEqual({ actor_type: 'webhook', actor_id: hook.id });
  });

  it('find the last message by address, and suppress also without a message', async () => {
    const message = await sentMessage(ctx);
    expect((await report([{ type: 'bounced', email: message.email.toUpperCase() }])).body).toMatchObject({ recorded: 1, unmatched: 0 });
    expect((await eventsOf(app.db, message.id)).map((e) => e.detail.bounce)).toEqual(['hard']);
    expect(await suppressed(message.email)).toEqual(['bounce']);
    const stranger = `${unique()}@example.org`;
    const gone = `${unique()}@example.org`;
    const answer = await report([
      { type: 'unsubscribed', email: stranger },
      { type: 'bounced', bounce: 'soft', email: gone },
      { type: 'opened', email: gone },
    ]);
    expect(answer.body).toEqual({ received: 3, recorded: 0, unmatched: 3 });
    expect([await suppressed(stranger), await suppressed(gone)]).toEqual([['unsubscribe'], []]);
  });

  it('that are wrong are refused whole, naming the place', async () => {
    const [person] = await createContacts(ctx, 1);
    const answer = await report([
      { type: 'bounced', email: person?.email },
      { type: 'exploded', email: 'a@example.com' },
    ]);
    expect([answer.status, answer.body.error?.code]).toEqual([422, 'validation_failed']);
    expect(await suppressed(person?.email ?? '')).toEqual([]);
    const body = '{"events": [';
    expect((await post(hook, body, signed(body))).status).toBe(400);
    expect((await post(hook, 'x', signed('x'), 'text/plain')).status).toBe(415);
  });
});

describe('mail that came back', () => {
  it('is a bounce of the message it returns: hard for a dead address, soft for the rest', async () => {
    const cases: [Partial<Parameters<typeof statusReport>[0]>, string | null, string[]][] = [
      [{}, 'hard', ['bounce']],
      [{ status: '5.0.0', diagnostic: 'smtp; 550 5.1.1 no such user' }, 'hard', ['bounce']],
      [{ status: '5.0.0', diagnostic: 'smtp; 550 unknown user' }, 'hard', ['bounce']],
      [{ status: '5.7.1', diagnostic: 'smtp; 550 5.7.1 Message rejected as spam' }, 'soft', []],
      [{ status: '5.2.2', diagnostic: 'smtp; 552 5.2.2 Mailbox full' }, 'soft', []],
      [{ action: 'delayed', status: '4.4.1', diagnostic: 'smtp; connect timed out' }, 'soft', []],
      [{ action: 'relayed' }, null, []],
    ];
    for (const [given, bounce, reasons] of cases) {
      const message = await sentMessage(ctx);
      const original = { 'Message-ID': `<${message.id}@example.com>`, 'X-Entity-Ref-ID': encodeId('message', message.id) };
      const raw = statusReport({ to: 'bounces@example.com', recipient: message.email, original, ...given });
      for (let i = 0; i < 5; i++) expect((await mail(raw)).status).toBe(200);
      expect((await eventsOf(app.db, message.id)).map((e) => e.detail.bounce)).toEqual(bounce ? [bounce] : []);
      expect(await suppressed(message.email), JSON.stringify(given)).toEqual(reasons);
    }
  });

  it('is a complaint when it is one, and nothing when somebody is on holiday', async () => {
    const message = await sentMessage(ctx);
    const original = { 'Message-ID': `<${message.id}@example.com>` };
    expect((await mail(abuseReport('fbl@example.com', message.email, original, 'not-spam'))).body.received).toBe(0);
    expect((await mail(vacationNote('bounces@example.com'))).body).toEqual({ received: 0, recorded: 0, unmatched: 0 });
    expect(await suppressed(message.email)).toEqual([]);
    for (let i = 0; i < 2; i++) expect((await mail(abuseReport('fbl@example.com', message.email, original))).status).toBe(200);
    expect((await eventsOf(app.db, message.id)).map((e) => [e.type, e.detail.reason])).toEqual([['complained', 'abuse']]);
    expect(await suppressed(message.email)).toEqual(['complaint']);
  });
});

describe('providers in their own words', () => {
  it('Resend, signed as Svix does', async () => {
    const secret = `whsec_${Buffer.from('a secret of resend, 24 bytes and more').toString('base64')}`;
    const resend = await createMailHook(ctx, mailHookInput.parse({ name: 'Resend', provider: 'resend', secret }));
    const message = await sentMessage(ctx);
    const say = (type: string, data: Record<string, unknown>) => {
      const body = JSON.stringify({ type, created_at: new Date().toISOString(), data: { email_id: 'e-1', to: [message.email], ...data } });
      const headers = Object.entries(signed(body, resend)).map(([name, value]) => [name.replace('webhook-', 'svix-'), value]);
      return post(resend, body, Object.fromEntries(headers));
    };
    expect((await say('email.sent', {})).body.received).toBe(0);
    expect((await say('email.delivered', {})).body.recorded).toBe(1);
    expect((await say('email.bounced', { bounce: { type: 'Transient', message: 'full' } })).body.recorded).toBe(1);
    expect(await suppressed(message.email)).toEqual([]);
    expect(
      (await say('email.clicked', { click: { link: 'https://shop.example/', userAgent: 'Mozilla/5.0 (X11) Firefox/140' } })).body.recorded,
    ).toBe(1);
    expect((await say('email.bounced', { bounce: { type: 'Permanent', message: 'no such user' } })).body.recorded).toBe(1);
    expect(await suppressed(message.email)).toEqual(['bounce']);
  });

  it('Mailgun, signed in the body', async () => {
    const secret = 'key-0123456789abcdef0123456789abcdef';
    const mailgun = await createMailHook(ctx, mailHookInput.parse({ name: 'Mailgun', provider: 'mailgun', secret }));
    const message = await sentMessage(ctx);
    const say = (data: Record<string, unknown>, key = secret) => {
      const [timestamp, token] = [String(Math.floor(Date.now() / 1000)), unique().repeat(4)];
      const signature = createHmac('sha256', key)
        .update(timestamp + token)
        .digest('hex');
      const event = {
        timestamp: Date.now() / 1000,
        recipient: message.email,
        message: { headers: { 'message-id': `${message.id}@example.com` } },
      };
      return post(mailgun, JSON.stringify({ signature: { timestamp, token, signature }, 'event-data': { ...event, ...data } }), {});
    };
    expect((await say({ event: 'delivered' }, 'another key of sixteen')).status).toBe(401);
    expect((await say({ event: 'delivered', id: 'a' })).body.recorded).toBe(1);
    expect((await say({ event: 'failed', severity: 'temporary', reason: 'generic', id: 'b' })).body.recorded).toBe(1);
    expect(await suppressed(message.email)).toEqual([]);
    expect((await say({ event: 'failed', severity: 'permanent', reason: 'bounce', id: 'c' })).body.recorded).toBe(1);
    expect(await suppressed(message.email)).toEqual(['bounce']);
  });
});
