import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { cancelSend } from '@/server/sends/cancel-send';
import { getSend } from '@/server/sends/get-send';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { createTemplate, openTestDatabase, schedule, testWorld, workerEnv } from './setup';

const held = openTestDatabase();
let catcher: Catcher;
let worker: Worker;

beforeAll(async () => {
  catcher = await startCatcher({ databaseUrl: held.url });
  worker = await startWorker(workerEnv(held.url, catcher), testWorld(held.url, catcher), { backoff: () => 500 });
});
afterAll(async () => {
  await worker.stop();
  await catcher.stop();
});

const finished = (ctx: Parameters<typeof getSend>[0], id: string) =>
  expect.poll(async () => (await getSend(ctx, id)).status, { timeout: 15_000, interval: 50 }).toBe('finished');

describe('from the call to the mailbox', () => {
  it('delivers an email to each member once, rendered for that person', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(ctx, 250);
    const audience = await createAudience(ctx, people);
    const answer = await schedule(ctx, audience.id, {
      template: await createTemplate(ctx),
      subject_variants: ['One {{name}}', 'Two {{name}}'],
    });
    const id = uuidOf('send', answer.send_id);
    await finished(ctx, id);
    const send = await getSend(ctx, id);
    expect(send.counts).toMatchObject({ total: 250, sent: 250, unknown: 0, failed: 0 });
    expect(send.variants.map((v) => v.counts.sent).reduce((a, b) => a + b)).toBe(250);
    const mail = await held.db.execute<{ to_address: string; subject: string; ok: boolean }>(sql`
      select b.to_address, b.subject, b.subject = case m.variant when 0 then 'One ' else 'Two ' end || c.name as ok
      from mailbox b join messages m on m.address = b.to_address and m.send_id = ${id} join contacts c on c.id = m.contact_id`);
    expect(mail.length).toBe(250);
    expect(new Set(mail.map((m) => m.to_address)).size).toBe(250);
    expect(mail.every((m) => m.ok)).toBe(true);
    const [marked] = await held.db.execute<{ n: number }>(
      sql`select count(*)::int n from contacts where org_id = ${ctx.orgId} and last_email_sent_at is not null`,
    );
    expect(marked?.n).toBe(250);
  });

  it('texts over a ramp, each at its time', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(
      ctx,
      Array.from({ length: 30 }, (_, i) => ({ phone: `+1415666${1000 + i}` })),
    );
    const audience = await createAudience(ctx, people);
    const template = await createTemplate(ctx);
    const answer = await schedule(ctx, audience.id, {
      template,
      channel: 'sms',
      from: 'Shop',
      scheduled_at: new Date(Date.now() + 1500).toISOString(),
    });
    const id = uuidOf('send', answer.send_id);
    await finished(ctx, id);
    const [late] = await held.db.execute<{ least: number; most: number; n: number }>(sql`
      select count(*)::int as n, min(extract(epoch from b.received_at - m.scheduled_at))::float8 as least,
             max(extract(epoch from m.sent_at - m.scheduled_at))::float8 as most
      from messages m join mailbox b on b.to_address = m.address where m.send_id = ${id} and m.status = 'sent'`);
    expect(late?.n).toBe(30);
    expect(late?.least).toBeGreaterThanOrEqual(0);
    expect(late?.most).toBeLessThan(5);
  });

  it('cancels what has not left: the functions end, nothing more goes out', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 20);
    const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx), ramp_minutes: 60 });
    const id = uuidOf('send', answer.send_id);
    await expect.poll(async () => (await getSend(ctx, id)).counts.sent, { timeout: 10_000 }).toBe(1);
    const cancelled = await cancelSend(ctx, id);
    expect(cancelled).toMatchObject({ status: 'cancelled', counts: { total: 20, sent: 1, cancelled: 19 } });
    await expect
      .poll(
        async () =>
          (
            await held.db.execute(
              sql`select from jobs.runs where status = 'running' and function_id like '%deliver-batch' and events::text like ${`%${id}%`}`,
            )
          ).length,
        { timeout: 10_000 },
      )
      .toBe(0);
  });
});
