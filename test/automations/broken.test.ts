import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { getAutomation } from '@/server/automations/get-automation';
import { moveOn } from '@/server/automations/move-on';
import { moveRuns } from '@/server/automations/move-runs';
import { onMembership } from '@/server/automations/on-membership';
import { activateAutomation } from '@/server/automations/set-status';
import { startRuns } from '@/server/automations/start-runs';
import { startScheduled } from '@/server/automations/start-scheduled';
import { updateAutomation } from '@/server/automations/update-automation';
import type { Ctx, OrgId } from '@/server/context';
import { recordEvents } from '@/server/events/record-events';
import type { World } from '@/server/sends/world';
import { createAudience, createContact, createContacts, createContext } from '../factory';
import { closeWorld, faultWorld } from '../faults/world';
import { openTestDatabase } from '../sends/setup';
import { createActive, define, drive, runsOf } from './setup';

const held = openTestDatabase();
let world: World;
beforeAll(() => {
  world = faultWorld(held.url, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9');
});
afterAll(() => closeWorld(world));

const inside = (id: string) => ({ datatype: 'contact', where: { $inAudience: encodeId('audience', id) } });
/** An audience that goes, past the verb that would refuse it. */
const lose = (id: string) => held.db.execute(sql`delete from audiences where id = ${id}`);
const state = async (ctx: Ctx, id: string) => {
  const { status, problem } = await getAutomation(ctx, id);
  return { status, problem };
};
const pauses = async (ctx: Ctx, id: string) =>
  (
    await held.db.execute<{ data: { problem: string } }>(
      sql`select data from audit_log where org_id = ${ctx.orgId} and action = 'automation.paused' and target = ${encodeId('automation', id)}`,
    )
  ).map((row) => row.data.problem);

it('an entry filter that cannot be evaluated any more pauses its automation, and nothing else fails', async () => {
  const ctx = await createContext(held.db);
  const [a, b] = await createContacts(ctx, 2);
  if (!a || !b) throw new Error('no contacts');
  const named = await createAudience(ctx, [a, b]);
  const trigger = { type: 'event' as const, event: 'order.paid' };
  const entry = { reentry: 'every_time' as const };
  const broken = await createActive(ctx, { trigger, entry: { ...entry, filter: inside(named.id) } as never });
  const whole = await createActive(ctx, { trigger, entry });
  await lose(named.id);

  const record = (contact: { id: string }) => recordEvents(ctx, [{ contact_id: contact.id, name: 'order.paid' }]);
  expect(await record(a)).toMatchObject({ recorded: 1 });
  const { status, problem } = await state(ctx, broken);
  expect(status).toBe('paused');
  expect(problem).toMatch(/entry filter can no longer be evaluated \(there is no audience aud_/);
  expect(await runsOf(held.db, whole)).toHaveLength(1);
  expect(await record(b)).toMatchObject({ recorded: 1 });
  expect(await pauses(ctx, broken), 'written down once').toEqual([problem]);
  await expect(activateAutomation(ctx, broken)).rejects.toMatchObject({ code: 'validation_failed' });
  await updateAutomation(ctx, { id: broken, name: 'Welcome', definition: define({ trigger, entry }) as never });
  expect((await activateAutomation(ctx, broken)).problem).toBeNull();
});

it('so does one that changes of membership set off, and a schedule whose audience cannot be', async () => {
  const ctx = await createContext(held.db);
  const contact = await createContact(ctx, {});
  const [named, list] = [await createAudience(ctx, [contact]), await createAudience(ctx, [contact])];
  const segment = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter: inside(named.id) });
  const trigger = { type: 'audience' as const, audience_id: encodeId('audience', list.id), on: 'enters' as const };
  const broken = await createActive(ctx, { trigger, entry: { reentry: 'every_time', filter: inside(named.id) } as never });
  const whole = await createActive(ctx, { trigger });
  const daily = { type: 'schedule' as const, cron: '0 9 * * *', timezone: 'UTC', audience_id: encodeId('audience', segment.id) };
  const scheduled = await createActive(ctx, { trigger: daily });
  await lose(named.id);
  await held.db.transaction((tx) =>
    onMembership({ ...ctx, db: tx as never }, [
      { audienceId: list.id, contactId: contact.id, kind: 'entered', at: new Date(), cause: 'manual' },
    ]),
  );
  expect((await state(ctx, broken)).status).toBe('paused');
  expect(await runsOf(held.db, whole)).toHaveLength(1);

  await held.db.execute(sql`update automations set next_at = now() - interval '1 hour' where id = ${scheduled}`);
  await startScheduled(held.db, (orgId) => orgId as OrgId);
  expect(await state(ctx, scheduled)).toMatchObject({ status: 'paused', problem: expect.stringContaining("schedule's audience") });
});

it('an entry filter that the database refuses undoes nothing but its own', async () => {
  const ctx = await createContext(held.db);
  const contact = await createContact(ctx, {});
  const trigger = { type: 'event' as const, event: 'order.paid' };
  const entry = { reentry: 'every_time' as const };
  const whole = await createActive(ctx, { trigger, entry });
  const broken = await createActive(ctx, { trigger, entry: { ...entry, filter: { datatype: 'contact', where: { tags: { $ne: 'x' } } } } });
  // stands for a filter that is too slow
  await held.db.execute(
    sql.raw(`
    create function refuse() returns trigger language plpgsql as $$ begin raise exception 'slow' using errcode = '57014'; end $$;
    create trigger refuse before insert on automation_entries for each row when (new.automation_id = '${broken}') execute function refuse()`),
  );
  expect(await recordEvents(ctx, [{ contact_id: contact.id, name: 'order.paid' }])).toMatchObject({ recorded: 1 });
  expect(await state(ctx, broken)).toMatchObject({ status: 'paused', problem: expect.stringContaining('takes too long') });
  expect([await runsOf(held.db, whole), await runsOf(held.db, broken)].map((runs) => runs.length)).toEqual([1, 0]);
});

it('who moves on while runs are moved to another version is waited for, and moved from where they got to', async () => {
  const ctx = await createContext(held.db);
  const contact = await createContact(ctx, {});
  const wait = (id: string) => ({ id, type: 'wait' as const, for: 'P1D' });
  const id = await createActive(ctx, { steps: [wait('one'), wait('two')] });
  const version = await currentVersion(ctx, await findAutomation(ctx, id));
  await startRuns(ctx, version, [{ contactId: contact.id, key: 'k', trigger: { type: 'webhook' }, chain: 0 }]);
  const [run] = await runsOf(held.db, id);
  if (!run) throw new Error('no run');
  await drive(world, ctx, run);
  await updateAutomation(ctx, {
    id,
    name: 'x',
    definition: define({ steps: [{ id: 'one', type: 'tag', tag: 'x' }, wait('two')] }) as never,
  });

  let moving: Promise<unknown> = Promise.resolve();
  await held.db.transaction(async (tx) => {
    // as an event does that the step waited for
    await tx.execute(sql`select 1 from automation_runs where id = ${run.id} for update`);
    await moveOn({ ...ctx, db: tx as never }, { runId: run.id, to: 'two', result: {}, wake: true });
    moving = moveRuns(ctx, { id });
    const waits = sql`select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await expect.poll(async () => (await held.db.execute(waits)).length, { timeout: 10_000 }).toBe(1);
  });
  expect(await moving).toEqual({ moved: 1, left: 0 });
  const [row] = await held.db.execute(
    sql`select v.version, r.step_id, r.phase from automation_runs r join automation_versions v on v.id = r.version_id where r.id = ${run.id}`,
  );
  expect(row).toEqual({ version: 2, step_id: 'two', phase: 0 });
});
