import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Outcome, OutgoingEmail, OutgoingSms } from '@/server/channels/channel';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { cancelSend } from '@/server/sends/cancel-send';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { backoffMs, MAX_ATTEMPTS } from '@/server/sends/delivery-limits';
import { Gate } from '@/server/sends/gate';
import { getSend } from '@/server/sends/get-send';
import { startSend } from '@/server/sends/start-send';
import { sweepSends } from '@/server/sends/sweep-sends';
import type { World } from '@/server/sends/world';
import { suppress } from '@/server/suppressions/suppress';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { createTemplate, ledger, openTestDatabase, schedule } from './setup';

const held = openTestDatabase();
let world: World;
/** A provider that does as each test says. */
let answer: (message: OutgoingEmail | OutgoingSms) => Outcome | Promise<Outcome>;
let called: (OutgoingEmail | OutgoingSms)[];

beforeAll(() => {
  const deliver = async (message: OutgoingEmail | OutgoingSms) => {
    called.push(message);
    return answer(message);
  };
  const close = async () => {};
  world = {
    db: held.db,
    channels: { email: () => ({ dedupe: 'none', deliver, close }), sms: () => ({ dedupe: 'key', deliver, close }) },
    gate: new Gate(2),
    settings: { APP_URL: 'http://127.0.0.1:3000', MUSTER_SECRET: 'a secret of at least thirty-two characters' },
    log: console.error,
  };
});
afterAll(() => {});

const accepted = (m: { id: string }): Outcome => ({ kind: 'accepted', providerId: m.id });

async function start(
  n: number,
  values: Parameters<typeof schedule>[2] | Record<string, never> = {},
  template: Parameters<typeof createTemplate>[1] = {},
) {
  called = [];
  answer = accepted;
  const ctx = await createContext(held.db);
  const people = await createContacts(
    ctx,
    Array.from({ length: n }, (_, i) => ({ phone: `+1415888${String(i).padStart(4, '0')}`, metadata: { i } })),
  );
  const audience = await createAudience(ctx, people);
  const { send_id } = await schedule(ctx, audience.id, { template: await createTemplate(ctx, template), ...values });
  const sendId = uuidOf('send', send_id);
  const batches = await startSend(world, ctx, sendId);
  return { ctx, people, audience, sendId, batches, batch: { orgId: ctx.orgId, sendId, first: 0, last: n } };
}
const counts = async (ctx: Ctx, sendId: string) => {
  const { counts, status } = await getSend(ctx, sendId);
  const nonZero = Object.fromEntries(Object.entries(counts).filter(([, n]) => n));
  const { total, ...others } = counts;
  expect(Object.values(others).reduce((a, b) => a + b)).toBe(total);
  return { status, ...nonZero };
};
const dueNow = (sendId: string) =>
  held.db.execute(sql`update messages set lease_until = now() where send_id = ${sendId} and status = 'scheduled'`);

describe('deliverBatch', () => {
  it('hands each message over once and finishes the send', async () => {
    const { ctx, sendId, batch, batches } = await start(25);
    expect(batches).toHaveLength(1);
    expect(await deliverBatch(world, batch)).toEqual({ next: null });
    expect(await counts(ctx, sendId)).toEqual({ status: 'finished', total: 25, sent: 25 });
    expect(new Set(called.map((m) => m.id)).size).toBe(25);
    await deliverBatch(world, batch);
    expect(called).toHaveLength(25);
    expect(called[0]).toMatchObject({
      channel: 'email',
      from: 'hello@example.com',
      subject: expect.stringMatching(/^News for Contact/),
      html: expect.stringContaining('Hello Contact'),
    });
  });

  it('starts nothing after a suppression or a cancellation, nor for a contact that is gone', async () => {
    const { ctx, sendId, batch, people } = await start(30);
    const rows = await ledger(held.db, sendId);
    const addressOf = (i: number) => rows[i]?.address as string;
    await held.db.delete(contacts).where(eq(contacts.id, rows[3]?.contact_id as string));
    // both chunks in flight wait for it, so the third begins after it
    let stop: Promise<unknown> | undefined;
    const stopping = async () => {
      await suppress(ctx, { channel: 'email', address: addressOf(29), reason: 'unsubscribe' });
      await suppress(ctx, { channel: 'sms', address: people[0]?.phone as string, reason: 'stop' });
    };
    answer = async (m) => {
      stop ??= stopping();
      await stop;
      return accepted(m);
    };
    await deliverBatch(world, batch);
    expect(await counts(ctx, sendId)).toEqual({ status: 'finished', total: 30, sent: 28, suppressed: 1, cancelled: 1 });
    expect(called.map((m) => m.to)).not.toContain(addressOf(29));
    const again = await start(60);
    stop = undefined;
    answer = async (m) => {
      stop ??= cancelSend(again.ctx, again.sendId);
      await stop;
      return accepted(m);
    };
    await deliverBatch(world, again.batch);
    const after = await counts(again.ctx, again.sendId);
    expect(after.status).toBe('cancelled');
    expect(called.length).toBeLessThanOrEqual(20);
    expect(after).toMatchObject({ sent: called.length, cancelled: 60 - called.length });
    expect(await cancelSend(again.ctx, again.sendId)).toMatchObject({ status: 'cancelled', counts: { sent: called.length } });
  });

  it('fails a poisoned message alone, and suppresses an address that bounces', async () => {
    const big = 'x'.repeat(1_100_000);
    const { ctx, sendId, batch, people } = await start(20, {}, { html: '{{big}} {{big}}' });
    await held.db.execute(sql`update contacts set metadata = jsonb_build_object('big', ${big}::text) where id = ${people[0]?.id}`);
    const bounced = people[7]?.email;
    answer = (m) => {
      if (m.to === bounced) return { kind: 'rejected', permanent: true, code: '550', message: '5.1.1 gone', hardBounce: true };
      if (m.to === people[8]?.email) throw new Error('a bug of the adapter');
      return accepted(m);
    };
    await deliverBatch(world, batch);
    expect(await counts(ctx, sendId)).toEqual({ status: 'finished', total: 20, sent: 17, failed: 2, unknown: 1 });
    const [suppression] = await held.db.execute<{ address: string; reason: string }>(
      sql`select address, reason from suppressions where org_id = ${ctx.orgId}`,
    );
    expect(suppression).toEqual({ address: bounced, reason: 'bounce' });
  });

  it('tries again later what the provider puts off, and gives up in the end', async () => {
    const { ctx, sendId, batch, people } = await start(12);
    const stubborn = people[0]?.email;
    let slow = 0;
    answer = (m) => {
      if (m.to === stubborn) return { kind: 'retry', message: '4.7.1 later' };
      if (m.to === people[1]?.email && slow++ === 0) return { kind: 'retry', message: 'slow down', afterMs: 3_600_000 };
      return accepted(m);
    };
    const { next } = await deliverBatch(world, batch);
    const wait = Date.parse(next as string) - Date.now();
    expect(wait).toBeGreaterThan(25_000);
    expect(wait).toBeLessThanOrEqual(backoffMs(1, 1) + 100);
    expect(await counts(ctx, sendId)).toEqual({ status: 'sending', total: 12, sent: 10, scheduled: 2 });
    for (let i = 1; i < MAX_ATTEMPTS; i++) {
      await dueNow(sendId);
      await deliverBatch(world, batch);
    }
    expect(await counts(ctx, sendId)).toEqual({ status: 'finished', total: 12, sent: 11, failed: 1 });
    const row = (await ledger(held.db, sendId)).find((r) => r.address === stubborn);
    expect(row).toMatchObject({ attempt: MAX_ATTEMPTS, error: expect.stringContaining('given up after') });
  });

  it('never repeats an ambiguous email, and repeats an SMS under the same key', async () => {
    const email = await start(5);
    answer = () => ({ kind: 'ambiguous', message: 'no answer' });
    await deliverBatch(world, email.batch);
    expect(await counts(email.ctx, email.sendId)).toEqual({ status: 'finished', total: 5, unknown: 5 });
    const sms = await start(5, { channel: 'sms', from: 'Shop' } as never);
    answer = () => ({ kind: 'ambiguous', message: 'no answer' });
    await deliverBatch(world, sms.batch);
    answer = accepted;
    await dueNow(sms.sendId);
    await deliverBatch(world, sms.batch);
    expect(await counts(sms.ctx, sms.sendId)).toEqual({ status: 'finished', total: 5, sent: 5 });
    expect(new Set(called.map((m) => m.id)).size).toBe(5);
  });

  it('is never early, and late by milliseconds', async () => {
    const { batch, sendId } = await start(40, { ramp_minutes: 1 } as never);
    await held.db.execute(sql`update messages set scheduled_at = now() + position * interval '40 milliseconds' where send_id = ${sendId}`);
    const arrived = new Map<string, number>();
    answer = (m) => {
      arrived.set(m.id, Date.now());
      return accepted(m);
    };
    for (let next: string | null = ''; next !== null; ) ({ next } = await deliverBatch(world, batch));
    const late = (await ledger(held.db, sendId)).map((r) => (arrived.get(r.id) as number) - (r.at as number));
    expect(Math.min(...late)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...late)).toBeLessThan(2_000);
  });

  it('does not touch a send of another organization', async () => {
    const { batch, sendId, ctx } = await start(3);
    const other = await createContext(held.db);
    expect(await deliverBatch(world, { ...batch, orgId: other.orgId })).toEqual({ next: null });
    expect(await startSend(world, other, sendId)).toEqual([]);
    expect(await counts(ctx, sendId)).toEqual({ status: 'scheduled', total: 3, scheduled: 3 });
  });
});

describe('sweepSends', () => {
  it('settles what dead workers held, finishes, and starts again what was lost', async () => {
    const { ctx, sendId } = await start(4);
    const rows = await ledger(held.db, sendId);
    const set = (i: number, status: string) =>
      held.db.execute(
        sql`update messages set status = ${status}, fence = gen_random_uuid(), lease_until = now() - interval '1 second' where id = ${rows[i]?.id}`,
      );
    await held.db.execute(sql`update sends set status = 'sending', starts_at = now() - interval '1 hour' where id = ${sendId}`);
    await held.db.execute(sql`update messages set scheduled_at = now() - interval '1 hour' where send_id = ${sendId}`);
    await set(0, 'sending');
    await set(1, 'claimed');
    expect(await sweepSends(world)).toMatchObject({ unknown: 1, again: 1, restarted: 1 });
    expect(await counts(ctx, sendId)).toEqual({ status: 'sending', total: 4, unknown: 1, scheduled: 3 });
    await sweepSends(world);
    const events = await held.db.execute<{ event_id: string }>(sql`select event_id from outbox where event_id like ${`batch-${sendId}-%`}`);
    expect(events).toHaveLength(1);
    await held.db.execute(sql`update messages set status = 'sent' where send_id = ${sendId} and status = 'scheduled'`);
    expect(await sweepSends(world)).toMatchObject({ finished: 1 });
    expect(await counts(ctx, sendId)).toEqual({ status: 'finished', total: 4, unknown: 1, sent: 3 });
  });
});
