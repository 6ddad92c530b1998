import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { hookSecret } from '@/server/automations/hook-secrets';
import { moveRuns } from '@/server/automations/move-runs';
import { receiveHook } from '@/server/automations/receive-hook';
import { activateAutomation, archiveAutomation, pauseAutomation } from '@/server/automations/set-status';
import { startRuns } from '@/server/automations/start-runs';
import { startScheduled } from '@/server/automations/start-scheduled';
import { stopRuns } from '@/server/automations/stop-runs';
import { sweepAutomations } from '@/server/automations/sweep-automations';
import { testAutomation } from '@/server/automations/test-automation';
import { updateAutomation } from '@/server/automations/update-automation';
import { standardWebhookHeaders } from '@/server/channels/webhook-signature';
import type { Ctx, OrgId } from '@/server/context';
import type { World } from '@/server/sends/world';
import { createAudience, createContact, createContacts, createContext } from '../factory';
import { closeWorld, faultWorld } from '../faults/world';
import { createTemplate, openTestDatabase } from '../sends/setup';
import { createActive, define, detail, drive, lapse, pathOf, runsOf } from './setup';

const held = openTestDatabase();
let world: World;
beforeAll(() => {
  world = faultWorld(held.url, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9');
});
afterAll(() => closeWorld(world));

const prove = (orgId: string) => orgId as OrgId;
const wait = { id: 'wait', type: 'wait' as const, for: 'P1D' };
const tag = (id: string) => ({ id, type: 'tag' as const, tag: id });
async function enter(ctx: Ctx, id: string, contactId: string) {
  const version = await currentVersion(ctx, await findAutomation(ctx, id));
  await startRuns(ctx, version, [{ contactId, key: `k-${contactId}`, trigger: { type: 'webhook' }, chain: 0 }]);
  const run = (await runsOf(held.db, id)).at(-1);
  if (!run) throw new Error('no run');
  await drive(world, ctx, run);
  return run;
}

describe('versions', () => {
  it('who is under way stays on theirs, who enters gets the new one, and an owner moves or stops', async () => {
    const ctx = await createContext(held.db);
    const [a, b, c] = await createContacts(ctx, 3);
    if (!a || !b || !c) throw new Error('no contacts');
    const id = await createActive(ctx, { steps: [wait, tag('old')] });
    const [first, second] = [await enter(ctx, id, a.id), await enter(ctx, id, b.id)];
    const saved = await updateAutomation(ctx, { id, name: 'x', definition: define({ steps: [wait, tag('new')] }), based_on: 1 });
    expect(saved.version).toBe(2);
    await expect(updateAutomation(ctx, { id, name: 'x', definition: define({}), based_on: 1 })).rejects.toMatchObject({ code: 'conflict' });
    const third = await enter(ctx, id, c.id);
    await lapse(held.db, first);
    await drive(world, ctx, first);
    expect(pathOf(await detail(ctx, id, first))).toEqual(['wait:done', 'old:done']);
    expect(await moveRuns(ctx, { id })).toEqual({ moved: 1, left: 0 });
    for (const run of [second, third]) {
      await lapse(held.db, run);
      await drive(world, ctx, run);
      expect(pathOf(await detail(ctx, id, run))).toEqual(['wait:done', 'new:done']);
    }
  });

  it('whose step is gone stays; stopping ends a run once', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, { steps: [wait, tag('old')] });
    const run = await enter(ctx, id, contact.id);
    await updateAutomation(ctx, { id, name: 'x', definition: define({ steps: [tag('new')] }) });
    expect(await moveRuns(ctx, { id })).toEqual({ moved: 0, left: 1 });
    expect(await stopRuns(ctx, { id, version: 1 })).toEqual({ stopped: 1 });
    expect(await stopRuns(ctx, { id, runId: run.id })).toEqual({ stopped: 0 });
    expect(await detail(ctx, id, run)).toMatchObject({ status: 'stopped', reason: 'by_owner' });
  });
});

describe('pause, archive, sweep', () => {
  it('holds who comes due in a pause, and nobody enters; resumption sends a driver; archive stops', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, { steps: [wait, tag('t')] });
    const run = await enter(ctx, id, contact.id);
    await pauseAutomation(ctx, id);
    await lapse(held.db, run);
    expect(await drive(world, ctx, run)).toBeNull();
    expect(await detail(ctx, id, run)).toMatchObject({ status: 'active', parked: true });
    await activateAutomation(ctx, id);
    const events = await held.db.execute<{ epoch: number }>(sql`
      select (data ->> 'epoch')::int as epoch from outbox where data ->> 'run_id' = ${run.id} order by id`);
    expect(events.map((event) => event.epoch)).toEqual([0, 1]);
    await archiveAutomation(ctx, id);
    expect(await detail(ctx, id, run)).toMatchObject({ status: 'stopped', reason: 'archived' });
    await expect(activateAutomation(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  it('a run whose driver was lost is driven again', async () => {
    const ctx = await createContext(held.db);
    const id = await createActive(ctx, { steps: [tag('t')] });
    const contact = await createContact(ctx);
    const version = await currentVersion(ctx, await findAutomation(ctx, id));
    await startRuns(ctx, version, [{ contactId: contact.id, key: 'k', trigger: { type: 'webhook' }, chain: 0 }]);
    await held.db.execute(
      sql`update automation_runs set due_at = now() - interval '1 hour', updated_at = now() - interval '1 hour' where automation_id = ${id}`,
    );
    await sweepAutomations(held.db, prove);
    const [run] = await runsOf(held.db, id);
    expect(run?.epoch).toBe(1);
    await drive(world, ctx, run as never);
    expect((await runsOf(held.db, id))[0]?.status).toBe('completed');
  });

  it('a run that waits in a long queue is asked for ever more rarely; one that got further begins anew', async () => {
    const ctx = await createContext(held.db);
    const id = await createActive(ctx, { steps: [tag('t'), wait, tag('u')] });
    const run = await enter(ctx, id, (await createContact(ctx)).id);
    const waiting = (minutes: number) =>
      held.db.execute(sql`
        update automation_runs set restarts = 3, due_at = now() - interval '1 hour', updated_at = now() - ${minutes} * interval '1 minute'
        where automation_id = ${id}`);
    await waiting(15);
    await sweepAutomations(held.db, prove);
    expect((await runsOf(held.db, id))[0]).toMatchObject({ epoch: 0, restarts: 3 });
    await waiting(25);
    await sweepAutomations(held.db, prove);
    expect((await runsOf(held.db, id))[0]).toMatchObject({ epoch: 1, restarts: 4 });
    await drive(world, ctx, run);
    expect((await runsOf(held.db, id))[0]).toMatchObject({ status: 'completed', restarts: 0 });
  });
});

describe('schedule and webhook', () => {
  it('one that cannot start is told, and keeps nobody else from starting', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 1);
    const trigger = { type: 'schedule' as const, cron: '0 9 * * *', timezone: 'UTC', audience_id: encodeId('audience', audience.id) };
    const ids = [await createActive(ctx, { trigger, steps: [tag('t')] }), await createActive(ctx, { trigger, steps: [tag('t')] })];
    await held.db.execute(sql`update automations set version = 99, next_at = now() - interval '2 hours' where id = ${ids[0]}`);
    await held.db.execute(sql`update automations set next_at = date_trunc('hour', now()) - interval '1 hour' where id = ${ids[1]}`);
    await expect(startScheduled(held.db, prove)).rejects.toThrow('1 of 2 schedules could not start');
    expect(await runsOf(held.db, ids[1] as string)).toHaveLength(1);
    await held.db.execute(sql`update automations set next_at = null, version = 1 where id = ${ids[0]}`);
  });

  it('starts each member once per occurrence, and sets the next time', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 3);
    const id = await createActive(ctx, {
      trigger: { type: 'schedule', cron: '0 9 * * *', timezone: 'Asia/Kathmandu', audience_id: encodeId('audience', audience.id) },
    });
    await startScheduled(held.db, prove);
    expect(await runsOf(held.db, id)).toHaveLength(0);
    await held.db.execute(sql`update automations set next_at = '2026-01-01T03:15:00Z' where id = ${id}`);
    await Promise.all([startScheduled(held.db, prove), startScheduled(held.db, prove)]);
    expect(await runsOf(held.db, id)).toHaveLength(3);
    await held.db.execute(sql`update automations set next_at = '2026-01-01T03:15:00Z' where id = ${id}`); // as after a crash
    await startScheduled(held.db, prove);
    expect(await runsOf(held.db, id)).toHaveLength(3);
    expect((await findAutomation(ctx, id)).nextAt?.toISOString()).toMatch(/T03:15:00.000Z$/);
  });

  it('takes a signed call once, and refuses one that is not', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, {});
    const row = await findAutomation(ctx, id);
    const settings = { MUSTER_SECRET: 's'.repeat(32) };
    const call = (webhookId: string, data: unknown, secret = hookSecret('in', row, settings)) => {
      const body = JSON.stringify(data);
      const headers = new Headers(standardWebhookHeaders(webhookId, body, secret, new Date()));
      return receiveHook(held.db, { token: row.hookToken, headers, body, json: () => JSON.parse(body) }, settings);
    };
    const body = { contact: { email: contact.email }, data: { plan: 'gold' } };
    expect((await call('m1', body)).started).toBe(true);
    expect((await call('m1', body)).started).toBe(false);
    expect(await runsOf(held.db, id)).toHaveLength(1);
    await expect(call('m2', body, hookSecret('out', row, settings))).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(call('m3', { contact: { email: 'nobody@example.com' } })).rejects.toMatchObject({ code: 'validation_failed' });
    await expect(call('m4', { ...body, more: 1 })).rejects.toMatchObject({ code: 'validation_failed' });
    const [run] = await runsOf(held.db, id);
    expect((await detail(ctx, id, run as never)).trigger).toEqual({ type: 'webhook', data: { plan: 'gold' } });
  });
});

describe('a test', () => {
  it('dry says what each step would do and does nothing; real does it, marked, without waiting', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx, { country: 'NP', name: 'Asha' });
    const id = await createActive(ctx, {
      entry: { reentry: 'once' },
      steps: [
        wait,
        { id: 'mail', type: 'send', channel: 'email', template: await createTemplate(ctx), from: 'a@example.com' },
        { id: 'b', type: 'branch', filter: { datatype: 'contact', where: { country: 'NP' } }, yes: [tag('np')], no: [tag('no')] },
      ],
    });
    const input = { id, contact_id: contact.id, trigger: {}, events: 'happen' as const };
    const dry = await testAutomation(ctx, { ...input, mode: 'dry' });
    expect(dry.steps.map((step) => step.step_id)).toEqual(['wait', 'mail', 'b', 'np']);
    expect(dry.steps[1]?.does).toContain(`to ${contact.email}: “News for Asha”`);
    expect(await runsOf(held.db, id)).toHaveLength(0);
    expect(await held.db.execute(sql`select 1 from messages where contact_id = ${contact.id}`)).toHaveLength(0);
    await testAutomation(ctx, { ...input, mode: 'real' });
    const [run] = await runsOf(held.db, id);
    await drive(world, ctx, run as never);
    const after = await detail(ctx, id, run as never);
    expect(after).toMatchObject({ status: 'completed', is_test: true });
    expect(pathOf(after)).toEqual(['wait:done', 'mail:done', 'b:done', 'np:done']);
    await enter(ctx, id, contact.id); // a test does not count as an entry
    expect(await runsOf(held.db, id)).toHaveLength(2);
  });
});
