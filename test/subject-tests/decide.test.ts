import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { cancelSend } from '@/server/sends/cancel-send';
import { finishSend } from '@/server/sends/finish-send';
import { getSend } from '@/server/sends/get-send';
import { pauseSend } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';
import { startSend } from '@/server/sends/start-send';
import type { World } from '@/server/sends/world';
import { chooseSubject } from '@/server/subject-tests/choose-subject';
import { decideWhenDue } from '@/server/subject-tests/decide-when-due';
import { sweepSubjectTests } from '@/server/subject-tests/sweep-subject-tests';
import { createContext, createUser } from '../factory';
import { ledger, openTestDatabase } from '../sends/setup';
import { bySubject, endWait, record, testedSend, testIdOf } from './setup';

const held = openTestDatabase();
const world = () => ({ db: held.db }) as World;
const decide = async (ctx: Ctx, id: string) => decideWhenDue(held.db, { ...ctx, now: new Date() }, await testIdOf(held.db, id));
const start = async (ctx: Ctx, id: string) => {
  const [send] = await held.db.execute<{ resumes: number }>(sql`select resumes from sends where id = ${id}`);
  return startSend(world(), { ...ctx, now: new Date() }, id, send?.resumes ?? 0);
};
const events = async (id: string) => [
  ...(await held.db.execute<{ event_id: string }>(sql`select event_id from outbox where event_id like ${`send-${id}%`} order by event_id`)),
];

describe('the decision', () => {
  it('is made when the time is up, by the figures of people, and the rest gets the winner', async () => {
    const { ctx, id } = await testedSend(held.db, { people: 2_000, rampMinutes: 100, test: { share: 0.4 } });
    for (const variant of [0, 1]) await record(held.db, id, 'sent', variant, 400);
    await record(held.db, id, 'opened', 0, 100);
    await record(held.db, id, 'opened', 1, 160);
    await held.db.execute(sql`
      insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
      select org_id, send_id, contact_id, 0, channel, 'opened', now(), scheduled_at, 0, 0, 1 from messages where send_id = ${id} and variant = 0`);
    expect(await decide(ctx, id)).toBe(false);
    await endWait(held.db, id);
    const before = Date.now();
    expect(await decide(ctx, id)).toBe(true);
    expect((await getSend(ctx, id)).subject_test).toMatchObject({
      status: 'decided',
      winner: 'B',
      verdict: 'better',
      statement: 'B is opened more than A (p < 0.001). The rest gets B.',
      decided_by: { type: 'automatic', id: null, name: null },
      figures: [
        { letter: 'A', reached: 400, hits: 100, rate: 0.25 },
        { letter: 'B', reached: 400, hits: 160, rate: 0.4 },
      ],
    });
    await start(ctx, id);
    expect(await bySubject(held.db, id)).toEqual({ '0': 400, '1': 1_600 });
    const rest = (await ledger(held.db, id)).slice(800);
    expect(rest.every((m) => m.metadata.subject_variant === 'B')).toBe(true);
    // 2,000 people in 100 minutes: three seconds apart, from the decision on
    expect((rest[1]?.at ?? 0) - (rest[0]?.at ?? 0)).toBe(3_000);
    expect(Math.abs((rest[0]?.at ?? 0) - before)).toBeLessThan(5_000);
    const end = await getSend(ctx, id);
    expect(Date.parse(end.ends_at) - (rest.at(-1)?.at ?? 0)).toBe(3_000);
    // a second start gives nobody another time
    await start(ctx, id);
    expect((await ledger(held.db, id)).slice(800)).toEqual(rest);
  });

  it('is one, however many decide at once', async () => {
    const { ctx, id } = await testedSend(held.db, { people: 50 });
    await endWait(held.db, id);
    const choices = Array.from({ length: 4 }, () =>
      chooseSubject({ ...ctx, now: new Date() }, id, 'B').then(
        () => true,
        () => false,
      ),
    );
    const decided = await Promise.all([...Array.from({ length: 8 }, () => decide(ctx, id)), ...choices]);
    const [audited] = await held.db.execute<{ n: number }>(
      sql`select count(*)::int as n from audit_log where action = 'send.subject_chosen' and target = ${encodeId('send', id)}`,
    );
    expect(audited?.n).toBe(1);
    expect(decided.slice(0, 8).filter(Boolean).length + (decided.slice(8).some(Boolean) ? 1 : 0)).toBe(1);
    expect(await events(id)).toHaveLength(2);
    await Promise.all([start(ctx, id), start(ctx, id), start(ctx, id)]);
    const { winner } = (await getSend(ctx, id)).subject_test ?? {};
    expect(await bySubject(held.db, id)).toEqual(winner === 'A' ? { '0': 45, '1': 5 } : { '0': 5, '1': 45 });
  });

  it('falls back to the first where opens were switched off meanwhile', async () => {
    const { ctx, id } = await testedSend(held.db);
    await held.db.execute(sql`update sends set track_opens = false where id = ${id}`);
    await endWait(held.db, id);
    expect(await sweepSubjectTests(held.db)).toMatchObject({ decided: 1 });
    expect((await getSend(ctx, id)).subject_test).toMatchObject({ winner: 'A', verdict: 'not_tracked' });
  });

  it('is acted on by the sweep when the start after it was lost', async () => {
    const { ctx, id } = await testedSend(held.db);
    await endWait(held.db, id);
    await decide(ctx, id);
    await held.db.execute(sql`delete from outbox where event_id = ${`send-${id}-r1`}`);
    await held.db.execute(
      sql`update subject_tests set decided_at = now() - interval '3 minutes' where id = ${await testIdOf(held.db, id)}`,
    );
    await sweepSubjectTests(held.db);
    await sweepSubjectTests(held.db);
    const [row] = await held.db.execute<{ n: number }>(sql`select count(*)::int as n from outbox where event_id like ${`rest-${id}-%`}`);
    expect(row?.n).toBe(1);
  });
});

describe('a choice by hand', () => {
  it('comes before the time is up, is audited, and says who made it', async () => {
    const { ctx: shared, id } = await testedSend(held.db, { people: 40 });
    const person = await createUser(held.db, shared.orgId, 'owner');
    const ctx: Ctx = { ...shared, now: new Date(), actor: { type: 'user', id: person.id, role: 'owner' } };
    const send = await chooseSubject(ctx, id, 'B');
    expect(send.subject_test).toMatchObject({
      status: 'decided',
      winner: 'B',
      verdict: 'chosen',
      decided_by: { type: 'user', id: encodeId('user', person.id), name: person.name },
    });
    expect((await chooseSubject(ctx, id, 'B')).subject_test).toEqual(send.subject_test);
    await expect(chooseSubject(ctx, id, 'A')).rejects.toMatchObject({ code: 'conflict' });
    await start(ctx, id);
    expect(await bySubject(held.db, id)).toEqual({ '0': 4, '1': 36 });
    const [audited] = await held.db.execute(
      sql`select actor_type, actor_id, data from audit_log where action = 'send.subject_chosen' and org_id = ${ctx.orgId}`,
    );
    expect(audited).toMatchObject({ actor_type: 'user', actor_id: person.id, data: { winner: 'B', by: 'hand', sends: 1 } });
  });

  it('during the ramp of the test lets the rest wait for its turn', async () => {
    const { ctx, id, answer } = await testedSend(held.db, { people: 100, rampMinutes: 100 });
    await chooseSubject({ ...ctx, now: new Date() }, id, 'A');
    await start(ctx, id);
    const times = (await ledger(held.db, id)).map((m) => ((m.at ?? 0) - Date.parse(answer.starts_at)) / 60_000);
    expect(times).toEqual(times.map((_, k) => k));
  });

  it('is refused where there is nothing to choose', async () => {
    const { ctx, id } = await testedSend(held.db);
    const refused = (letter = 'A', now = new Date()) =>
      chooseSubject({ ...ctx, now }, id, letter).then(
        () => null,
        (error) => `${error.code}: ${error.message}`,
      );
    expect(await refused('C')).toMatch(/^validation_failed/);
    expect(await refused('A', new Date(Date.now() - 3_600_000))).toMatch(/not begun/);
    await pauseSend(ctx, id);
    expect(await refused()).toMatch(/paused/);
    await cancelSend(ctx, id);
    expect(await refused()).toMatch(/cancelled/);
    expect((await getSend(ctx, id)).subject_test).toMatchObject({ status: 'ended', winner: null });
    const other = await createContext(held.db);
    await expect(chooseSubject(other, id, 'A')).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('pause, cancel and resume during the wait', () => {
  it('a pause holds the decision, and its length is added to the wait', async () => {
    const { ctx, id } = await testedSend(held.db);
    await pauseSend(ctx, id);
    await endWait(held.db, id);
    expect(await decide(ctx, id)).toBe(false);
    expect(await sweepSubjectTests(held.db)).toMatchObject({ decided: 0 });
    await held.db.execute(
      sql`update sends set paused_at = now() - interval '10 minutes', starts_at = starts_at - interval '1 hour' where id = ${id}`,
    );
    await resumeSend(ctx, id);
    const { decides_at } = (await getSend(ctx, id)).subject_test ?? {};
    expect(Date.parse(decides_at ?? '') - Date.now()).toBeGreaterThan(590_000);
    expect(await decide(ctx, id)).toBe(false);
    await endWait(held.db, id);
    expect(await decide(ctx, id)).toBe(true);
    await start(ctx, id);
    // the pause is over: it moves nothing of what the decision gave a time
    const rest = (await ledger(held.db, id)).slice(4);
    expect(Math.max(...rest.map((m) => Math.abs((m.at ?? 0) - Date.now())))).toBeLessThan(5_000);
  });

  it('a send that is paused when its test is decided by another way lets its rest go on resuming', async () => {
    const { ctx, id } = await testedSend(held.db);
    await pauseSend(ctx, id);
    await held.db.execute(sql`update subject_tests set decided_at = now(), winner = 1 where id = ${await testIdOf(held.db, id)}`);
    expect(await start(ctx, id)).toEqual([]);
    expect(await bySubject(held.db, id)).toMatchObject({ '-1': 16 });
    await resumeSend(ctx, id);
    await start(ctx, id);
    expect(await bySubject(held.db, id)).toEqual({ '0': 2, '1': 18 });
  });

  it('a cancelled send decides nothing, and none of its rest is open', async () => {
    const { ctx, id } = await testedSend(held.db);
    const send = await cancelSend(ctx, id);
    expect(send.counts).toMatchObject({ total: 20, cancelled: 20 });
    await endWait(held.db, id);
    expect(await decide(ctx, id)).toBe(false);
  });

  it('a send is not finished while its rest waits', async () => {
    const { ctx, id } = await testedSend(held.db);
    for (const variant of [0, 1]) await record(held.db, id, 'sent', variant, 2);
    expect(await finishSend(held.db.$client, id)).toBe(false);
    expect((await getSend(ctx, id)).counts).toMatchObject({ sent: 4, scheduled: 16 });
  });
});
