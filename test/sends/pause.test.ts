import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { sendInput } from '@/contracts/send';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import type { Ctx } from '@/server/context';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { beginSending } from '@/server/sends/begin-sending';
import { cancelSend } from '@/server/sends/cancel-send';
import { claimMessages } from '@/server/sends/claim-messages';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { getSend } from '@/server/sends/get-send';
import { pauseSend } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';
import { scheduleSend } from '@/server/sends/schedule-send';
import { sweepSends } from '@/server/sends/sweep-sends';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { createTemplate, ledger, openTestDatabase, schedule, testWorld, workerEnv } from './setup';

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

const status = (ctx: Ctx, id: string) => getSend(ctx, id).then((send) => send.status);
const closes = (send: Awaited<ReturnType<typeof getSend>>) => {
  const { total, ...parts } = send.counts;
  expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(total);
};

describe('a send paused in the middle of its ramp', () => {
  it('delivers nothing while paused, and the rest after it, each once and with its spacing', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 60);
    const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx), ramp_minutes: 1 });
    const id = uuidOf('send', answer.send_id);
    // a minute for sixty people, squeezed to six seconds: what the ramp would be, in a test
    await held.db.execute(sql`
      update messages set scheduled_at = (select starts_at from sends where id = ${id}) + position * interval '100 milliseconds' where send_id = ${id}`);
    await expect.poll(async () => (await getSend(ctx, id)).counts.sent, { timeout: 15_000, interval: 50 }).toBeGreaterThan(10);
    await pauseSend(ctx, id);
    await expect.poll(async () => (await getSend(ctx, id)).counts.sending).toBe(0);
    const paused = await getSend(ctx, id);
    const before = await ledger(held.db, id);
    expect(paused.status).toBe('paused');
    expect(paused.counts.scheduled).toBeGreaterThan(10);
    closes(paused);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    const still = await getSend(ctx, id);
    expect(still.counts).toEqual(paused.counts);
    expect((await ledger(held.db, id)).filter((m) => m.status === 'claimed')).toEqual([]);

    const resumed = await resumeSend(ctx, id);
    expect(resumed.status).toBe('sending');
    const after = await ledger(held.db, id);
    const moved = after.flatMap((m, i) => (before[i]?.status === 'scheduled' ? [(m.at ?? 0) - (before[i]?.at ?? 0)] : []));
    expect(Math.min(...moved)).toBe(Math.max(...moved));
    expect(moved[0]).toBeGreaterThan(2_400);
    expect(after.filter((m) => m.status === 'sent').map((m) => m.at)).toEqual(before.filter((m) => m.status === 'sent').map((m) => m.at));

    await expect.poll(() => status(ctx, id), { timeout: 20_000, interval: 50 }).toBe('finished');
    const end = await getSend(ctx, id);
    expect(end.counts).toMatchObject({ total: 60, sent: 60, unknown: 0 });
    const [mail] = await held.db.execute<{ n: number; people: number }>(sql`
      select count(*)::int as n, count(distinct to_address)::int as people from mailbox b
      where exists (select from messages m where m.send_id = ${id} and m.address = b.to_address)`);
    expect(mail).toEqual({ n: 60, people: 60 });
    const [early] = await held.db.execute<{ n: number }>(
      sql`select count(*)::int as n from messages where send_id = ${id} and sent_at < scheduled_at`,
    );
    expect(early?.n).toBe(0);
  });

  it('may be paused and resumed again and again', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 40);
    const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx), ramp_minutes: 1 });
    const id = uuidOf('send', answer.send_id);
    await held.db.execute(sql`
      update messages set scheduled_at = (select starts_at from sends where id = ${id}) + position * interval '50 milliseconds' where send_id = ${id}`);
    for (let i = 0; i < 4; i++) {
      await new Promise((resolve) => setTimeout(resolve, 300));
      if ((await status(ctx, id)) === 'finished') break;
      await pauseSend(ctx, id);
      await pauseSend(ctx, id);
      await resumeSend(ctx, id);
      await resumeSend(ctx, id);
    }
    await expect.poll(() => status(ctx, id), { timeout: 20_000, interval: 50 }).toBe('finished');
    expect((await getSend(ctx, id)).counts).toMatchObject({ total: 40, sent: 40 });
    const [mail] = await held.db.execute<{ n: number }>(
      sql`select count(*)::int as n from mailbox b where exists (select from messages m where m.send_id = ${id} and m.address = b.to_address)`,
    );
    expect(mail?.n).toBe(40);
  });
});

describe('what a worker holds when a pause comes', () => {
  const claimed = async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 3);
    const answer = await schedule(ctx, audience.id, {
      template: await createTemplate(ctx),
      scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
    });
    const id = uuidOf('send', answer.send_id);
    await held.db.execute(sql`update messages set scheduled_at = now() where send_id = ${id}`);
    const fence = crypto.randomUUID();
    const ids = await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, fence, 10);
    expect(ids.length).toBe(3);
    return { ctx, id, fence, ids };
  };

  it('goes back when it was only claimed, without costing an attempt', async () => {
    const { ctx, id, fence, ids } = await claimed();
    await pauseSend(ctx, id);
    expect(await beginSending(held.db.$client, ids, fence)).toEqual([]);
    expect((await ledger(held.db, id)).map((m) => [m.status, m.attempt])).toEqual(Array(3).fill(['scheduled', 0]));
    expect(await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, fence, 10)).toEqual([]);
  });

  it('goes back at the last look when it was claimed while the pause committed', async () => {
    const { id, fence, ids } = await claimed();
    await held.db.execute(sql`update sends set status = 'paused', paused_at = now() where id = ${id}`);
    expect(await beginSending(held.db.$client, ids, fence)).toEqual([]);
    expect((await ledger(held.db, id)).map((m) => [m.status, m.attempt])).toEqual(Array(3).fill(['scheduled', 0]));
  });

  it('is swept when the worker died, and nothing of a paused send is started by the sweep', async () => {
    const { ctx, id, fence, ids } = await claimed();
    await beginSending(held.db.$client, ids.slice(0, 1), fence);
    await pauseSend(ctx, id);
    await held.db.execute(sql`
      update messages set lease_until = now() - interval '1 second' where send_id = ${id} and status in ('claimed', 'sending')`);
    await held.db.execute(sql`update messages set scheduled_at = now() - interval '1 hour' where send_id = ${id}`);
    const world = testWorld(held.url, catcher);
    await sweepSends(world);
    expect((await ledger(held.db, id)).map((m) => m.status).sort()).toEqual(['scheduled', 'scheduled', 'unknown']);
    expect(await deliverBatch(world, { orgId: ctx.orgId, sendId: id, first: 0, last: 99 })).toEqual({ next: null });
    expect((await getSend(ctx, id)).counts.sent).toBe(0);
    await world.db.$client.end();
    closes(await cancelSend(ctx, id));
    expect((await getSend(ctx, id)).counts).toMatchObject({ cancelled: 2, unknown: 1 });
    await expect(resumeSend(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a batch of before the pause does nothing after it', async () => {
    const { ctx, id } = await claimed();
    await pauseSend(ctx, id);
    await resumeSend(ctx, id);
    const world = testWorld(held.url, catcher);
    expect(await deliverBatch(world, { orgId: ctx.orgId, sendId: id, first: 0, last: 99, resumes: 0 })).toEqual({ next: null });
    expect((await getSend(ctx, id)).counts.sent).toBe(0);
    await world.db.$client.end();
  });
});

describe('a pause before the start', () => {
  it('takes nothing from the send when it ends before the start', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 5);
    const answer = await schedule(ctx, audience.id, {
      template: await createTemplate(ctx),
      scheduled_at: new Date(Date.now() + 3_600_000).toISOString(),
      ramp_minutes: 10,
    });
    const id = uuidOf('send', answer.send_id);
    const before = await ledger(held.db, id);
    await pauseSend(ctx, id);
    const send = await resumeSend(ctx, id);
    expect(send).toMatchObject({ status: 'scheduled', starts_at: answer.starts_at, ends_at: answer.ends_at });
    expect(await ledger(held.db, id)).toEqual(before);
  });

  it('over the start: it starts when it is resumed, with the people of that moment', async () => {
    const ctx = await createContext(held.db);
    const [inside] = await createContacts(ctx, [{ tags: ['beta'] }]);
    const answer = await scheduleSend(ctx, {
      ...sendInput.parse({
        channel: 'email',
        from: 'hello@example.com',
        template: await createTemplate(ctx),
        scheduled_at: new Date(Date.now() + 1_500).toISOString(),
      }),
      filter: { datatype: 'contact', where: { tags: 'beta' } },
      origin: `campaign:${crypto.randomUUID()}`,
      name: 'Beta people',
    });
    expect(answer).toMatchObject({ audience_id: null, total: 1, estimate: true });
    const id = uuidOf('send', answer.send_id);
    await pauseSend(ctx, id);
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect((await getSend(ctx, id)).counts.total).toBe(0);
    const late = await createContacts(ctx, [{ tags: ['beta'] }, { tags: ['other'] }]);
    await resumeSend(ctx, id);
    await expect.poll(() => status(ctx, id), { timeout: 15_000, interval: 50 }).toBe('finished');
    const send = await getSend(ctx, id);
    expect(send).toMatchObject({ audience_id: null, audience_name: 'Beta people', counts: { total: 2, sent: 2 } });
    expect(send.origin?.type).toBe('campaign');
    expect((await ledger(held.db, id)).map((m) => m.contact_id).sort()).toEqual([inside?.id, late[0]?.id].sort());
    expect(encodeId('send', id)).toBe(send.id);
  });
});
