import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { POST as unsubscribe } from '@/app/u/[token]/route';
import type { SendBody } from '@/contracts/send';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { createClickUrl, createOpenUrl } from '@/server/channels/tracking-links';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { templates } from '@/server/db/schema/sends';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { getSend } from '@/server/sends/get-send';
import { machineSign } from '@/server/tracking/machine';
import { recordDelivered } from '@/server/tracking/record-delivered';
import { recordTouch } from '@/server/tracking/record-touch';
import { updateTrackingSettings } from '@/server/tracking/update-tracking-settings';
import { createAudience, createContacts, uuidOf } from '../factory';
import { type TestApp, tenant, testApp } from '../rest/app';
import { createTemplate, schedule, testWorld, workerEnv } from '../sends/setup';
import { ask, caughtHtml, eventsOf, firefox, sentMessage } from './setup';

let app: TestApp;
let ctx: Ctx;
let catcher: Catcher;
let worker: Worker;

beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  catcher = await startCatcher({
    databaseUrl: process.env.DATABASE_URL ?? '',
    told: { delivered: (id) => void recordDelivered(app.db, id) },
  });
  const world = testWorld(process.env.DATABASE_URL ?? '', catcher);
  world.settings = { APP_URL: app.url, MUSTER_SECRET: process.env.MUSTER_SECRET ?? '', BOUNCE_DOMAIN: 'bounces.example.com' };
  worker = await startWorker(workerEnv(process.env.DATABASE_URL ?? '', catcher), world, { backoff: () => 500 });
});
afterAll(async () => {
  await worker.stop();
  await catcher.stop();
  await app.close();
});

const engagement = async (id: string) => {
  const [row] = await app.db
    .select({ opened: contacts.lastEmailOpenedAt, clicked: contacts.lastEmailClickedAt })
    .from(contacts)
    .where(sql`id = ${id}`);
  return row;
};

const html =
  '<html><body><p>Hi {{name}}</p><a href="https://shop.example/a?x=1&amp;who={{email}}">A</a> <a href="https://shop.example/b">B</a> <a href="{{unsubscribe_url}}">no more</a></body></html>';

/** A real send through the worker and the catcher to one new contact. */
async function realMail(asked: Partial<SendBody> = {}, template: Partial<typeof templates.$inferInsert> = {}) {
  const [person] = await createContacts(ctx, 1);
  if (!person?.email) throw new Error('no contact');
  const audience = await createAudience(ctx, [person]);
  const slug = await createTemplate(ctx, { html });
  if (Object.keys(template).length) await app.db.update(templates).set(template).where(sql`slug = ${slug}`);
  const answer = await schedule(ctx, audience.id, { ...asked, template: slug });
  const sendId = uuidOf('send', answer.send_id);
  await expect.poll(async () => (await getSend(ctx, sendId)).status, { timeout: 15_000, interval: 50 }).toBe('finished');
  const [message] = await app.db.execute<{ id: string }>(sql`select id from messages where send_id = ${sendId}`);
  if (!message) throw new Error('no message');
  // as if it had been read a while later
  await app.db.execute(sql`update messages set sent_at = now() - interval '5 minutes' where id = ${message.id}`);
  return { person: { ...person, email: person.email }, id: message.id, ...(await caughtHtml(app.db, person.email)) };
}

describe('a real mail', () => {
  it('is delivered, opened, clicked and unsubscribed from, each noted once', async () => {
    const mail = await realMail();
    expect(mail.links).toHaveLength(3);
    expect(mail.raw).toContain('List-Unsubscribe: <');
    const pixel = await ask(mail.pixel);
    expect([pixel.status, pixel.headers.get('content-type'), pixel.headers.get('cache-control')]).toEqual([
      200,
      'image/gif',
      'no-store, max-age=0',
    ]);
    expect(
      Buffer.from(await pixel.arrayBuffer())
        .subarray(0, 6)
        .toString(),
    ).toBe('GIF89a');
    const [first = '', , unsubscribeUrl = ''] = mail.links;
    const click = await ask(first);
    expect([click.status, click.headers.get('location'), click.headers.get('referrer-policy')]).toEqual([
      302,
      `https://shop.example/a?x=1&who=${encodeURIComponent(mail.person.email)}`,
      'no-referrer',
    ]);
    // not led through ours: it must work when nothing else does
    expect(unsubscribeUrl).toMatch(/\/u\/[\w-]+$/);
    for (let i = 0; i < 5; i++) {
      await ask(mail.pixel);
      await ask(first);
      await unsubscribe(new Request(unsubscribeUrl, { method: 'POST' }), {
        params: Promise.resolve({ token: unsubscribeUrl.split('/u/')[1] ?? '' }),
      });
    }
    const events = await eventsOf(app.db, mail.id);
    const times = (type: string) => events.filter((e) => e.type === type && !e.is_bot).length;
    expect([times('delivered'), times('unsubscribed')]).toEqual([1, 1]);
    // one, or two when the clock's minute or ten seconds turned meanwhile
    for (const type of ['opened', 'clicked']) expect([1, 2]).toContain(times(type));
    expect(events).toHaveLength(2 + times('opened') + times('clicked'));
    expect(events.find((e) => e.type === 'clicked')?.url).toContain('https://shop.example/a');
    const { opened, clicked } = (await engagement(mail.person.id)) ?? {};
    expect(opened?.getTime()).toBeGreaterThan(Date.now() - 60_000);
    expect(clicked?.getTime()).toBeGreaterThan(Date.now() - 60_000);
  });

  it('carries what the organization switched on, and no more', async () => {
    await updateTrackingSettings(ctx, { opens: false });
    const noPixel = await realMail();
    expect([noPixel.pixel, noPixel.links.filter((l) => l.includes('/t/c/')).length]).toEqual(['', 2]);
    await updateTrackingSettings(ctx, { opens: true, clicks: false });
    const noLinks = await realMail();
    expect([noLinks.pixel !== '', noLinks.links.filter((l) => l.includes('/t/c/')).length]).toEqual([true, 0]);
    await updateTrackingSettings(ctx, { clicks: true });
  });

  it('carries what its template and its send leave in', async () => {
    const carried = ({ pixel, links }: Awaited<ReturnType<typeof realMail>>) => [
      pixel !== '',
      links.filter((l) => l.includes('/t/c/')).length,
    ];
    const off = { trackOpens: false, trackClicks: false };
    const plain = await realMail({}, off);
    expect(carried(plain)).toEqual([false, 0]);
    expect(plain.links[0], 'as it was written').toMatch(/^https:\/\/shop\.example\/a\?x=1/);
    expect(carried(await realMail({ track_clicks: true }, off))).toEqual([false, 2]);
    expect(carried(await realMail({ track_opens: false }))).toEqual([false, 2]);
  });
});

describe('machines', () => {
  it('are kept apart and mark nobody as having opened or clicked', async () => {
    const message = await sentMessage(ctx);
    const [pixel, link] = [createOpenUrl(message.id), createClickUrl(message.id, 0, 'https://shop.example/')];
    const proxy = { 'user-agent': 'Mozilla/5.0' };
    const scanner = { 'user-agent': 'Mozilla/5.0 (compatible; BarracudaCentral)' };
    const prefetch = { 'user-agent': firefox, 'sec-purpose': 'prefetch;prerender' };
    expect((await ask(pixel, proxy)).status).toBe(200);
    expect((await ask(link, scanner)).status).toBe(302);
    expect((await ask(link, prefetch)).status).toBe(302);
    const head = await ask(link, { 'user-agent': firefox }, 'HEAD');
    expect([head.status, await head.text()]).toEqual([302, '']);
    const events = await eventsOf(app.db, message.id);
    expect(events.length).toBeGreaterThan(0);
    expect(events.every((e) => e.is_bot)).toBe(true);
    expect(await engagement(message.contactId)).toEqual({ opened: null, clicked: null });
    await ask(pixel, { 'user-agent': 'Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)' });
    expect((await engagement(message.contactId))?.opened).not.toBeNull();
  });

  it('follow a mail before anybody can have seen it, and every link at once', async () => {
    const early = await sentMessage(ctx, { sentAt: new Date() });
    await ask(createOpenUrl(early.id));
    await ask(createClickUrl(early.id, 0, 'https://shop.example/'));
    expect((await eventsOf(app.db, early.id)).map((e) => e.detail.machine)).toEqual(Array(2).fill('before anybody could see it'));
    const scanned = await sentMessage(ctx, { sentAt: new Date(Date.now() - 10_000) });
    await Promise.all(Array.from({ length: 8 }, (_, i) => ask(createClickUrl(scanned.id, i, `https://shop.example/${i}`))));
    const burst = await eventsOf(app.db, scanned.id);
    expect(burst).toHaveLength(8);
    expect(burst.filter((e) => e.detail.machine === 'many links at once').length).toBeGreaterThanOrEqual(6);
    const reader = await sentMessage(ctx, { sentAt: new Date(Date.now() - 10_000) });
    await ask(createClickUrl(reader.id, 0, 'https://shop.example/0'));
    await ask(createClickUrl(reader.id, 1, 'https://shop.example/1'));
    expect((await eventsOf(app.db, reader.id)).map((e) => e.is_bot)).toEqual([false, false]);
  });

  it('are told by what they say', () => {
    const sign = (agent: string, method = 'GET', more: Record<string, string> = {}) =>
      machineSign({ method, headers: new Headers({ 'user-agent': agent, ...more }) });
    for (const agent of [
      firefox,
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148',
    ])
      expect(sign(agent)).toBeNull();
    expect(sign('YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html')).toBeNull();
    expect(sign('Mozilla/5.0 (Macintosh) Outlook-iOS/709.2226530.prod.iphone')).toBeNull();
    for (const agent of [
      '',
      'Mozilla/5.0',
      'curl/8.5.0',
      'python-requests/2.31',
      'Googlebot/2.1',
      'Slackbot-LinkExpanding 1.0',
      'Go-http-client/2.0',
    ])
      expect(sign(agent), agent).not.toBeNull();
    expect(sign(firefox, 'HEAD')).not.toBeNull();
    expect(sign(firefox, 'GET', { 'x-moz': 'prefetch' })).not.toBeNull();
  });
});

describe('what is not ours', () => {
  it('is 404 and goes nowhere', async () => {
    const message = await sentMessage(ctx);
    const link = createClickUrl(message.id, 0, 'https://shop.example/');
    const token = link.split('/').at(-1) ?? '';
    const bytes = Buffer.from(token, 'base64url');
    const evil = Buffer.concat([bytes.subarray(0, 18), Buffer.from('https://evil.example/'), bytes.subarray(-16)]).toString('base64url');
    for (const wrong of [evil, token.slice(0, -2), `${token}AA`, 'https%3A%2F%2Fevil.example', 'x']) {
      const answer = await ask(`${app.url}/t/c/${wrong}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([404, null]);
    }
    expect((await ask(`${app.url}/t/o/${token}`)).status).toBe(404);
    expect(await eventsOf(app.db, message.id)).toEqual([]);
  });

  it('still leads a reader on when the message is gone', async () => {
    const message = await sentMessage(ctx);
    await app.db.execute(sql`delete from sends where id = ${message.sendId}`);
    const answer = await ask(createClickUrl(message.id, 0, 'https://shop.example/'));
    expect([answer.status, answer.headers.get('location')]).toEqual([302, 'https://shop.example/']);
  });
});

it('many at once share transactions, and none is lost', async () => {
  const messages = await Promise.all(Array.from({ length: 40 }, () => sentMessage(ctx)));
  const touches = messages.flatMap((m) => Array.from({ length: 5 }, () => m.id));
  const done = await Promise.all(
    touches.map((messageId) => recordTouch(app.db, { messageId, type: 'opened', at: new Date(), machine: null, agent: firefox })),
  );
  expect(done.every(Boolean)).toBe(true);
  const [row] = await app.db.execute<{ n: number }>(
    sql`select count(distinct message_id)::int n from message_events where type = 'opened' and message_id in (select jsonb_array_elements_text(${JSON.stringify(messages.map((m) => m.id))}::jsonb)::uuid)`,
  );
  expect(row?.n).toBe(40);
});
