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
});
