import { sql } from 'drizzle-orm';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { createReturnPath } from '@/server/channels/tracking-links';
import type { Ctx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { startSend } from '@/server/sends/start-send';
import { recordBounced } from '@/server/tracking/record-bounced';
import { takeReturnedMail } from '@/server/tracking/take-returned-mail';
import { createAudience, createContacts, uuidOf } from '../factory';
import { type TestApp, tenant, testApp } from '../rest/app';
import { createTemplate, schedule, testWorld } from '../sends/setup';
import { abuseReport, statusReport, vacationNote } from './mails';
import { eventsOf, sentMessage } from './setup';

let app: TestApp;
let ctx: Ctx;
let catcher: Catcher;
let smtp: ReturnType<typeof nodemailer.createTransport>;

beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  catcher = await startCatcher({
    databaseUrl: process.env.DATABASE_URL ?? '',
    told: { returned: (to, raw) => takeReturnedMail(app.db, { to, raw }) },
  });
  smtp = nodemailer.createTransport({ url: catcher.smtpUrl });
});
afterAll(async () => {
  smtp.close();
  await catcher.stop();
  await app.close();
});

/** As a mail server gives it back: with no sender. */
const giveBack = (to: string, raw: string) => smtp.sendMail({ envelope: { from: '', to: [to] }, raw });
const suppressed = async (address: string) =>
  (await app.db.select().from(suppressions).where(sql`org_id = ${ctx.orgId} and address = ${address}`)).map((s) => s.reason);

describe('mail to the return path of a message', () => {
  it('is taken over SMTP, once, and suppresses a dead address', async () => {
    const message = await sentMessage(ctx);
    const to = createReturnPath(message.id, 'bounces.muster.test');
    for (let i = 0; i < 5; i++) await giveBack(i % 2 ? to.toUpperCase() : to, statusReport({ to, recipient: message.email }));
    expect((await eventsOf(app.db, message.id)).map((e) => [e.type, e.detail.bounce])).toEqual([['bounced', 'hard']]);
    expect(await suppressed(message.email)).toEqual(['bounce']);
    const [kept] = await app.db.execute<{ n: number }>(sql`select count(*)::int n from mailbox where to_address ilike 'bounces+%'`);
    expect(kept?.n).toBe(0);
  });

  it('speaks of that message only, whomever it names', async () => {
    const [message, other] = [await sentMessage(ctx), await sentMessage(ctx)];
    const to = createReturnPath(message.id, 'bounces.muster.test');
    const original = { 'Message-ID': `<${other.id}@example.com>` };
    await giveBack(to, statusReport({ to, recipient: other.email, original }));
    await giveBack(to, abuseReport(to, other.email, original));
    expect(await eventsOf(app.db, other.id)).toEqual([]);
    expect(await suppressed(other.email)).toEqual([]);
    expect((await eventsOf(app.db, message.id)).map((e) => e.type).sort()).toEqual(['bounced', 'complained']);
  });

  it('is nothing when nobody signed the path, or somebody is on holiday', async () => {
    const message = await sentMessage(ctx);
    const to = createReturnPath(message.id, 'bounces.muster.test');
    const forged = to.replace(/.@/, (m) => `${m[0] === 'a' ? 'q' : 'a'}@`).replace(/^bounces\+./, 'bounces+z');
    await giveBack(forged, statusReport({ to, recipient: message.email }));
    await giveBack(to, vacationNote(to));
    await giveBack('bounces+nothing@bounces.muster.test', statusReport({ to, recipient: message.email }));
    expect(await eventsOf(app.db, message.id)).toEqual([]);
    expect(await suppressed(message.email)).toEqual([]);
  });
});

describe('a mail that is refused when it is handed over', () => {
  it('is a bounce too, and leaves with the return path of its message', async () => {
    const people = await createContacts(ctx, 2);
    const audience = await createAudience(ctx, people);
    const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx) });
    const sendId = uuidOf('send', answer.send_id);
    const refusing = await startCatcher({
      databaseUrl: process.env.DATABASE_URL ?? '',
      behaviour: ({ to }) => (to === people[0]?.email ? { reject: { code: 550, message: '5.1.1 No such mailbox' } } : undefined),
    });
    const world = testWorld(process.env.DATABASE_URL ?? '', refusing);
    world.onBounced = recordBounced;
    try {
      for (const batch of await startSend(world, ctx, sendId))
        await deliverBatch(world, { orgId: ctx.orgId, sendId, first: batch.first, last: batch.last });
    } finally {
      await world.channels.email().close();
      await refusing.stop();
      await world.db.$client.end();
    }
    const rows = await app.db.execute<{ id: string; status: string; address: string }>(
      sql`select id, status, address from messages where send_id = ${sendId}`,
    );
    const failed = rows.find((r) => r.status === 'failed');
    expect(rows.map((r) => r.status).sort()).toEqual(['failed', 'sent']);
    expect((await eventsOf(app.db, failed?.id ?? '')).map((e) => [e.type, e.detail.bounce, e.detail.reason])).toEqual([
      ['bounced', 'hard', '550 5.1.1 No such mailbox'],
    ]);
    expect(await suppressed(failed?.address ?? '')).toEqual(['bounce']);
  });
});
