import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sendInput } from '@/contracts/send';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { startRuns } from '@/server/automations/start-runs';
import type { Ctx } from '@/server/context';
import { beginSending } from '@/server/sends/begin-sending';
import { cancelSend, cancelSends } from '@/server/sends/cancel-send';
import { claimMessages } from '@/server/sends/claim-messages';
import { closeCancelled } from '@/server/sends/close-cancelled';
import { countLedger, sumUp } from '@/server/sends/count-ledger';
import { foldTallies } from '@/server/sends/fold-tallies';
import { getSend } from '@/server/sends/get-send';
import { listMessages } from '@/server/sends/list-messages';
import { pauseSend, pauseSends } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';
import { scheduleSend } from '@/server/sends/schedule-send';
import { startSend } from '@/server/sends/start-send';
import { sweepSends } from '@/server/sends/sweep-sends';
import { createActive, drive, runsOf } from '../automations/setup';
import { bundle, removeBundles } from '../bundle';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { createTemplate, fillAudience, ledger, openTestDatabase, schedule, testWorld } from './setup';

/* Nothing works here but what a test calls: no worker, no relay, no sweep. */

const held = openTestDatabase();
let closer: string;
let world: ReturnType<typeof testWorld>;

beforeAll(async () => {
  closer = await bundle('test/sends/closer.ts');
  world = testWorld(held.url, { smtpUrl: 'smtp://127.0.0.1:9', smsUrl: 'http://127.0.0.1:9' });
});
afterAll(async () => {
  await world.db.$client.end();
  await removeBundles();
});

const PEOPLE = 5_000; // three slices
const inAnHour = () => new Date(Date.now() + 3_600_000).toISOString();

async function planned(people: number) {
  const ctx = await createContext(held.db);
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, people);
  const subject_variants = ['One', 'Two'];
  const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx), scheduled_at: inAnHour(), subject_variants });
  return { ctx, id: uuidOf('send', answer.send_id) };
}

/** The same with everything due now and some of it claimed. */
async function claimed(people = 20) {
  const { ctx, id } = await planned(people);
  await held.db.execute(sql`update messages set scheduled_at = now() where send_id = ${id}`);
  const fence = crypto.randomUUID();
  const ids = await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, fence, 10);
  return { ctx, id, fence, ids };
}

const stored = async (id: string) => {
  const rows = await held.db.execute<{ status: string; n: number }>(
    sql`select status, count(*)::int as n from messages where send_id = ${id} group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.status, row.n]));
};

/** What a send's tallies say is what counting its rows says, by variant too. */
async function closes(id: string) {
  const rows = await held.db.execute<Awaited<ReturnType<typeof countLedger>>[number]>(sql`
    select m.send_id, m.variant, case when m.status in ('scheduled', 'claimed') then case s.status when 'cancelled' then 'cancelled' else 'scheduled' end
           else m.status end as status, count(*)::int as n
    from messages m join sends s on s.id = m.send_id where m.send_id = ${id} group by 1, 2, 3`);
  const tallies = await countLedger(held.db, sql`s.id = ${id}::uuid`);
  for (const variant of [0, 1])
    expect(sumUp(tallies.filter((each) => each.variant === variant))).toEqual(sumUp(rows.filter((each) => each.variant === variant)));
  const { total, ...parts } = sumUp(tallies);
  expect(Object.values(parts).reduce((a, b) => a + b, 0)).toBe(total);
}

async function close(id: string, crashpoint?: string): Promise<string> {
  const env: NodeJS.ProcessEnv = { ...process.env, NODE_ENV: 'test', DATABASE_URL: held.url, SEND_ID: id };
  if (crashpoint) env.CRASHPOINT = crashpoint;
  const [code, signal] = await once(fork(closer, { env, execArgv: [] }), 'exit');
  return String(signal ?? code);
}

describe('a large send that is cancelled', () => {
  it('is cancelled at once, its rows after it; killed between slices it goes on where it was', async () => {
    const { ctx, id } = await planned(PEOPLE);
    const answer = await cancelSend(ctx, id);
    const said = { total: PEOPLE, scheduled: 0, cancelled: PEOPLE };
    expect(answer).toMatchObject({ status: 'cancelled', counts: said });
    expect(answer.variants.map((v) => v.counts.cancelled).reduce((a, b) => a + b)).toBe(PEOPLE);
    expect(await stored(id)).toEqual({ scheduled: PEOPLE });
    expect(await claimMessages(held.db.$client, { sendId: id, first: 0, last: PEOPLE }, crypto.randomUUID(), 10)).toEqual([]);

    expect(await close(id, 'close.after:2')).toBe('SIGKILL');
    expect(await stored(id)).toEqual({ scheduled: 1_000, cancelled: 4_000 });
    expect((await getSend(ctx, id)).counts).toMatchObject(said);
    await closes(id);
    await foldTallies(held.db);
    await expect(resumeSend(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    await expect(pauseSend(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    expect((await cancelSend(ctx, id)).counts).toMatchObject(said);

    expect(await Promise.all([close(id), close(id), close(id)])).toEqual(['0', '0', '0']);
    expect(await stored(id)).toEqual({ cancelled: PEOPLE });
    expect((await getSend(ctx, id)).counts).toMatchObject(said);
    await closes(id);
  });

  it('is closed by the sweep when its job was lost', async () => {
    const { ctx, id } = await planned(50);
    await cancelSend(ctx, id);
    expect(await sweepSends(world)).toMatchObject({ cancelled: 50 });
    expect(await stored(id)).toEqual({ cancelled: 50 });
    expect(await sweepSends(world)).toMatchObject({ cancelled: 0 });
  });

  it('says so in the list of its messages before its rows do', async () => {
    const { ctx, id } = await planned(5);
    await cancelSend(ctx, id);
    const list = async (status?: 'cancelled' | 'scheduled') =>
      (await listMessages(ctx, { sendId: id, limit: 10, ...(status && { status }) })).data.map((m) => m.status);
    expect(await list()).toEqual(Array(5).fill('cancelled'));
    expect(await list('cancelled')).toHaveLength(5);
    expect(await list('scheduled')).toEqual([]);
  });

  it('by several at once is cancelled once', async () => {
    const { ctx, id } = await planned(10);
    await Promise.all(Array.from({ length: 5 }, () => cancelSend(ctx, id)));
    const [said] = await held.db.execute<{ n: number; cancelled: number }>(sql`
      select count(*)::int as n, max(data ->> 'cancelled')::int as cancelled from audit_log where org_id = ${ctx.orgId} and action = 'send.cancelled'`);
    expect(said).toEqual({ n: 1, cancelled: 10 });
    const events = await held.db.execute(sql`select from outbox where name = 'send/cancelled' and data ->> 'send_id' = ${id}`);
    expect(events).toHaveLength(1);
  });

  it('while it starts is cancelled all the same, whoever comes first', async () => {
    for (const wait of [0, 5, 20, 60]) {
      const ctx = await createContext(held.db);
      await createContacts(ctx, Array(30).fill({ tags: ['beta'] }));
      const input = sendInput.parse({
        channel: 'email',
        from: 'a@example.com',
        template: await createTemplate(ctx),
        scheduled_at: inAnHour(),
      });
      const where = { datatype: 'contact', where: { tags: 'beta' } } as const;
      const { send_id } = await scheduleSend(ctx, { ...input, filter: where, origin: `campaign:${crypto.randomUUID()}`, name: 'Beta' });
      const id = uuidOf('send', send_id);
      const starting = startSend(world, ctx, id);
      await new Promise((resolve) => setTimeout(resolve, wait));
      const answer = await cancelSend(ctx, id);
      expect(answer).toMatchObject({ status: 'cancelled', counts: { scheduled: 0, cancelled: answer.counts.total } });
      await starting;
      expect(await startSend(world, ctx, id).then((batches) => batches.length)).toBe(0);
      expect(await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, crypto.randomUUID(), 10)).toEqual([]);
      await closeCancelled(held.db, id);
      expect((await stored(id)).scheduled).toBeUndefined();
      await closes(id);
    }
  });
});

describe('the last look before messages leave', () => {
  const decisions = { cancel: cancelSends, pause: pauseSends };

  it.each(['cancel', 'pause'] as const)('waits for a %s that was decided first, and nothing leaves', async (kind) => {
    const { ctx, id, fence, ids } = await claimed();
    let left: Promise<unknown[]> | undefined;
    await held.db.transaction(async (tx) => {
      await decisions[kind]({ ...ctx, db: tx as unknown as Ctx['db'] }, sql`s.id = ${id}::uuid`);
      left = beginSending(held.db.$client, ids, fence);
      expect(await Promise.race([left, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).toBe('waits');
    });
    expect(await left).toEqual([]);
    expect((await ledger(held.db, id)).filter((m) => m.status === 'sending')).toEqual([]);
    await closes(id);
  });

  it('that was first makes a cancellation wait, which then knows what left', async () => {
    const { ctx, id, fence, ids } = await claimed();
    let answer: Promise<unknown> | undefined;
    await held.db.$client.begin(async (tx) => {
      expect(await beginSending(tx as unknown as typeof held.db.$client, ids, fence)).toHaveLength(10);
      answer = cancelSend(ctx, id);
      expect(await Promise.race([answer, new Promise((resolve) => setTimeout(resolve, 300, 'waits'))])).toBe('waits');
    });
    expect(await answer).toMatchObject({ status: 'cancelled', counts: { total: 20, sending: 10, cancelled: 10 } });
    await closeCancelled(held.db, id);
    expect(await stored(id)).toEqual({ sending: 10, cancelled: 10 });
  });

  it('of many workers meets cancellations at any time: nothing begins to leave after the answer', async () => {
    const { ctx, id } = await planned(2_000);
    await held.db.execute(sql`update messages set scheduled_at = now() where send_id = ${id}`);
    let over = false;
    let after = 0;
    const work = async () => {
      while (!over) {
        const fence = crypto.randomUUID();
        const ids = await claimMessages(held.db.$client, { sendId: id, first: 0, last: 2_000 }, fence, 10);
        const asked = answered;
        const left = await beginSending(held.db.$client, ids, fence);
        if (asked) after += left.length;
        if (!ids.length) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    };
    let answered = false;
    const workers = Array.from({ length: 6 }, work);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const { counts } = await cancelSend(ctx, id);
    answered = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
    over = true;
    await Promise.all(workers);
    expect(after).toBe(0);
    expect(counts.sending).toBeGreaterThan(0);
    expect((await getSend(ctx, id)).counts).toEqual(counts);
    await closes(id);
  });
});

describe('a large send that is resumed', () => {
  it('moves what is left without touching a row; what is claimed keeps the moved time', async () => {
    const { ctx, id } = await claimed(30);
    const before = await held.db.execute<{ at: string }>(sql`select xmin::text as at from messages where send_id = ${id} order by id`);
    await pauseSend(ctx, id);
    await held.db.execute(
      sql`update sends set starts_at = now() - interval '2 hours', paused_at = now() - interval '1 hour' where id = ${id}`,
    );
    await resumeSend(ctx, id);
    expect(await held.db.execute(sql`select xmin::text as at from messages where send_id = ${id} order by id`)).toEqual(before);
    const waiting = (await ledger(held.db, id)).filter((m) => m.status === 'scheduled');
    expect(waiting).toHaveLength(20);
    for (const { at } of waiting) expect((at ?? 0) - Date.now()).toBeGreaterThan(3_500_000);
    const { data } = await listMessages(ctx, { sendId: id, status: 'scheduled', limit: 30 });
    expect(data.map((m) => Date.parse(m.scheduled_at ?? '')).sort()).toEqual(waiting.map((m) => m.at).sort());
    expect(await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, crypto.randomUUID(), 50)).toEqual([]);

    // an hour later
    await held.db.execute(
      sql`update messages set scheduled_at = scheduled_at - interval '1 hour' where send_id = ${id} and status = 'scheduled'`,
    );
    const due = (await ledger(held.db, id)).filter((m) => m.status === 'scheduled').map((m) => m.at);
    expect(await claimMessages(held.db.$client, { sendId: id, first: 0, last: 99 }, crypto.randomUUID(), 50)).toHaveLength(20);
    const kept = await held.db.execute<{ at: number }>(sql`
      select (extract(epoch from scheduled_at) * 1000)::float8 as at from messages m where send_id = ${id} and delayed_ms > 0 order by position`);
    expect(kept.map((row) => row.at)).toEqual(due);
    await closes(id);
  });

  it('does not move what an automation appends after it', async () => {
    const ctx = await createContext(held.db);
    const step = { id: 'hi', type: 'send', channel: 'email', template: await createTemplate(ctx), from: 'a@example.com' } as const;
    const automation = await createActive(ctx, { steps: [step] });
    const enter = async (key: string) => {
      const version = await currentVersion(ctx, await findAutomation(ctx, automation));
      const [contact] = await createContacts(ctx, [{}]);
      const trigger = { type: 'webhook', data: {} } as const;
      await startRuns({ ...ctx, now: new Date() }, version, [{ contactId: contact?.id ?? '', key, trigger, chain: 0 }]);
      await drive(world, ctx, (await runsOf(held.db, automation)).at(-1) ?? { id: '' });
    };
    await enter('first');
    const [send] = await held.db.execute<{ id: string }>(sql`select id from sends where origin = ${`automation:${automation}`}`);
    const id = send?.id ?? '';
    await pauseSend(ctx, id);
    await held.db.execute(
      sql`update sends set starts_at = now() - interval '2 hours', paused_at = now() - interval '1 hour' where id = ${id}`,
    );
    await resumeSend(ctx, id);
    await enter('second');
    const taken = await claimMessages(held.db.$client, { sendId: id, first: 0, last: 9 }, crypto.randomUUID(), 10);
    expect((await ledger(held.db, id)).map((m) => m.status)).toEqual(['scheduled', 'claimed']);
    expect(taken).toHaveLength(1);
    await closes(id);
  });
});
