import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { onContactEvents } from '@/server/automations/on-contact-events';
import { onMembership } from '@/server/automations/on-membership';
import { startRuns } from '@/server/automations/start-runs';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { deleteContact } from '@/server/contacts/delete-contact';
import type { Ctx } from '@/server/context';
import type { World } from '@/server/sends/world';
import { createAudience, createContact, createContext, uuidOf } from '../factory';
import { createTemplate, ledger, openTestDatabase, testWorld } from '../sends/setup';
import { createActive, detail, drive, lapse, pathOf, runsOf } from './setup';

const held = openTestDatabase();
let catcher: Catcher;
let world: World;
beforeAll(async () => {
  catcher = await startCatcher({ databaseUrl: held.url });
  world = testWorld(held.url, catcher);
});
afterAll(async () => {
  await world.db.$client.end();
  await catcher.stop();
});

async function enter(ctx: Ctx, automationId: string, contactId: string, key: string, data: Record<string, unknown> = {}) {
  const version = await currentVersion(ctx, await findAutomation(ctx, automationId));
  await startRuns({ ...ctx, now: new Date() }, version, [{ contactId, key, trigger: { type: 'webhook', data }, chain: 0 }]);
  const runs = await runsOf(held.db, automationId);
  return runs.at(-1) as (typeof runs)[number];
}
const tagsOf = async (id: string) =>
  (
    await held.db.execute<{ tags: string[]; metadata: Record<string, unknown> }>(sql`select tags, metadata from contacts where id = ${id}`)
  )[0];

describe('steps', () => {
  it('tags, sets a field from the trigger, adds to a list, branches on a filter and ends', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx, { country: 'NP' });
    const list = await createAudience(ctx);
    const audience_id = encodeId('audience', list.id);
    const id = await createActive(ctx, {
      steps: [
        { id: 'tag', type: 'tag', tag: 'seen' },
        { id: 'plan', type: 'set_field', field: 'metadata.plan', value: 'plan {{trigger.plan}}' },
        { id: 'add', type: 'add_to_audience', audience_id },
        {
          id: 'where',
          type: 'branch',
          filter: { datatype: 'contact', where: { tags: 'seen', 'metadata.plan': 'plan gold' } },
          yes: [
            { id: 'gold', type: 'tag', tag: 'gold' },
            { id: 'out', type: 'exit' },
          ],
          no: [{ id: 'other', type: 'tag', tag: 'other' }],
        },
        { id: 'after', type: 'tag', tag: 'after' },
      ],
    });
    const run = await enter(ctx, id, contact.id, 'k1', { plan: 'gold' });
    expect(await drive(world, ctx, run)).toBeNull();
    const after = await detail(ctx, id, run);
    expect(pathOf(after)).toEqual(['tag:done', 'plan:done', 'add:done', 'where:done', 'gold:done', 'out:done']);
    expect([after.status, after.reason]).toEqual(['exited', 'exit_step']);
    expect(await tagsOf(contact.id)).toEqual({ tags: ['seen', 'gold'], metadata: { plan: 'plan gold' } });
    const [member] = await held.db.execute(
      sql`select 1 from audience_members where audience_id = ${list.id} and contact_id = ${contact.id}`,
    );
    expect(member).toBeDefined();
  });

  it('waits, keeps its time, and goes on when it is due', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, {
      steps: [
        { id: 'wait', type: 'wait', for: 'P3D' },
        { id: 'tag', type: 'tag', tag: 'later' },
      ],
    });
    const run = await enter(ctx, id, contact.id, 'k1');
    const at = await drive(world, ctx, run);
    expect(at).toMatchObject({ step: 'wait', phase: 1 });
    expect(Date.parse(at?.until ?? '') - Date.now()).toBeGreaterThan(2.9 * 86_400_000);
    expect((await drive(world, ctx, run))?.until).toBe(at?.until); // asked again: the same
    await lapse(held.db, run);
    expect(await drive(world, ctx, run)).toBeNull();
    expect((await tagsOf(contact.id))?.tags).toEqual(['later']);
  });

  it('sends through the ledger: one send for a step, each person once, suppressed people shown', async () => {
    const ctx = await createContext(held.db);
    const [a, b] = [await createContact(ctx), await createContact(ctx)];
    await held.db.execute(sql`
      insert into suppressions (org_id, channel, address, reason) values (${ctx.orgId}, 'email', ${b.email}, 'unsubscribe')`);
    const template = await createTemplate(ctx);
    const id = await createActive(ctx, {
      steps: [{ id: 'mail', type: 'send', channel: 'email', template, from: 'hello@example.com' }],
    });
    for (const contact of [a, b]) await drive(world, ctx, await enter(ctx, id, contact.id, contact.id));
    const sent = await held.db.execute<{ id: string; origin: string; total: number }>(
      sql`select id, origin, total from sends where org_id = ${ctx.orgId}`,
    );
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatchObject({ origin: `automation:${id}`, total: 2 });
    const rows = await ledger(held.db, sent[0]?.id ?? '');
    expect(rows.map((row) => row.status).sort()).toEqual(['scheduled', 'suppressed']);
    // entering again: a send of the second entry
    await drive(world, ctx, await enter(ctx, id, a.id, 'again'));
    expect(await held.db.execute(sql`select id from sends where org_id = ${ctx.orgId}`)).toHaveLength(2);
  });

  it('shows what became of a message since, not the moment it was queued', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const template = await createTemplate(ctx);
    const id = await createActive(ctx, { steps: [{ id: 'mail', type: 'send', channel: 'email', template, from: 'hello@example.com' }] });
    const run = await enter(ctx, id, contact.id, 'k1');
    await drive(world, ctx, run);
    expect((await detail(ctx, id, run)).steps[0]?.result).toMatchObject({ message_status: 'scheduled', channel: 'email' });
    await held.db.execute(sql`update messages set status = 'sent', sent_at = now() where org_id = ${ctx.orgId}`);
    expect((await detail(ctx, id, run)).steps[0]?.result).toMatchObject({ message_status: 'sent', channel: 'email' });
    await held.db.execute(sql`delete from messages where org_id = ${ctx.orgId}`);
    expect((await detail(ctx, id, run)).steps[0]?.result).toMatchObject({ message_status: 'scheduled' }); // the last that is known
  });

  it('fails at a step whose template went, and says so', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const template = await createTemplate(ctx);
    const id = await createActive(ctx, { steps: [{ id: 'mail', type: 'send', channel: 'email', template, from: 'hello@example.com' }] });
    await held.db.execute(sql`update templates set archived_at = now() where org_id = ${ctx.orgId}`);
    const run = await enter(ctx, id, contact.id, 'k1');
    await drive(world, ctx, run);
    const after = await detail(ctx, id, run);
    expect(after.status).toBe('failed');
    expect(after.error).toContain('step mail: there is no template');
    expect(after.steps[0]).toMatchObject({ step_id: 'mail', status: 'failed' });
  });
});

describe('events', () => {
  const happens = (ctx: Ctx, contactId: string, name: string, properties: Record<string, unknown> = {}) =>
    held.db.transaction(async (db) => {
      const [row] = await db.execute<{ id: string }>(sql`
        insert into contact_events (org_id, contact_id, name, properties, occurred_at)
        values (${ctx.orgId}, ${contactId}, ${name}, ${JSON.stringify(properties)}::jsonb, now()) returning id`);
      await onContactEvents({ ...ctx, db, now: new Date() }, [{ id: row?.id ?? '', contactId, name, properties, occurredAt: new Date() }]);
    });

  it('start a run when their properties fit, and not when not', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, { trigger: { type: 'event', event: 'paid', where: { 'properties.total': { $gte: 100 } } } });
    await happens(ctx, contact.id, 'paid', { total: 40 });
    await happens(ctx, contact.id, 'other', { total: 400 });
    expect(await runsOf(held.db, id)).toHaveLength(0);
    await happens(ctx, contact.id, 'paid', { total: 140 });
    const [run] = await runsOf(held.db, id);
    expect((await detail(ctx, id, run as never)).trigger).toMatchObject({ type: 'event', data: { total: 140 } });
  });

  it('end a wait for them; without them it times out', async () => {
    const ctx = await createContext(held.db);
    const [a, b] = [await createContact(ctx), await createContact(ctx)];
    const id = await createActive(ctx, {
      steps: [
        {
          id: 'paid',
          type: 'wait_for_event',
          event: 'paid',
          timeout: 'P1D',
          received: [{ id: 'yes', type: 'tag', tag: 'paid' }],
          timed_out: [{ id: 'no', type: 'tag', tag: 'unpaid' }],
        },
        { id: 'end', type: 'tag', tag: 'end' },
      ],
    });
    const [first, second] = [await enter(ctx, id, a.id, 'a'), await enter(ctx, id, b.id, 'b')];
    for (const run of [first, second]) expect(await drive(world, ctx, run)).toMatchObject({ step: 'paid', phase: 1 });
    await happens(ctx, a.id, 'paid');
    expect((await runsOf(held.db, id))[0]?.epoch).toBe(1); // another driver was sent for
    await drive(world, ctx, first);
    await lapse(held.db, second);
    await drive(world, ctx, second);
    expect((await tagsOf(a.id))?.tags).toEqual(['paid', 'end']);
    expect((await tagsOf(b.id))?.tags).toEqual(['unpaid', 'end']);
  });

  it('that were committed beside the arming of a wait are found when it is over', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, {
      steps: [
        {
          id: 'paid',
          type: 'wait_for_event',
          event: 'paid',
          timeout: 'P1D',
          received: [{ id: 'yes', type: 'tag', tag: 'paid' }],
          timed_out: [],
        },
      ],
    });
    const run = await enter(ctx, id, contact.id, 'a');
    await drive(world, ctx, run);
    await held.db.execute(sql`
      insert into contact_events (org_id, contact_id, name, occurred_at) values (${ctx.orgId}, ${contact.id}, 'paid', now())`);
    await lapse(held.db, run);
    await drive(world, ctx, run);
    expect((await tagsOf(contact.id))?.tags).toEqual(['paid']);
  });

  it('are the goal that ends a run at once', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, { exit: { goal: { event: 'bought' } }, steps: [{ id: 'wait', type: 'wait', for: 'P9D' }] });
    const run = await enter(ctx, id, contact.id, 'a');
    await drive(world, ctx, run);
    await happens(ctx, contact.id, 'bought');
    expect(await detail(ctx, id, run)).toMatchObject({ status: 'exited', reason: 'goal' });
  });
});

describe('entering and leaving', () => {
  const change = (ctx: Ctx, audienceId: string, contactId: string, kind: 'entered' | 'left', cause = 'contacts') =>
    held.db.transaction((db) => onMembership({ ...ctx, db, now: new Date() }, [{ audienceId, contactId, kind, at: new Date(), cause }]));

  it('starts one run for one change, ends it when the contact leaves, and stops a loop', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const audience = await createAudience(ctx, [contact]);
    const audience_id = encodeId('audience', audience.id);
    const id = await createActive(ctx, {
      trigger: { type: 'audience', audience_id, on: 'enters' },
      exit: { leaves_audience: audience_id },
      steps: [{ id: 'wait', type: 'wait', for: 'P9D' }],
    });
    await change(ctx, audience.id, contact.id, 'left');
    expect(await runsOf(held.db, id)).toHaveLength(0);
    await change(ctx, audience.id, contact.id, 'entered');
    const [run] = await runsOf(held.db, id);
    await drive(world, ctx, run as never);
    await change(ctx, audience.id, contact.id, 'left');
    expect((await runsOf(held.db, id))[0]).toMatchObject({ status: 'exited', reason: 'left_audience' });
    // each run is the cause of the next
    for (let i = 0; i < 14; i++) {
      const last = (await runsOf(held.db, id)).at(-1);
      await change(ctx, audience.id, contact.id, 'entered', `automation_run:${last?.id}`);
    }
    const runs = await runsOf(held.db, id);
    expect(runs.filter((one) => one.reason === 'loop')).not.toHaveLength(0);
    expect(runs.find((one) => one.reason === 'loop')?.error).toContain('set each other off in a row');
    const [row] = await held.db.execute<{ problem: string }>(sql`select problem from automations where id = ${id}`);
    expect(row?.problem).toContain('A loop was stopped');
  });

  it('holds the rules of re-entry, also when two triggers meet', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const once = await createActive(ctx, { entry: { reentry: 'once' } });
    const single = await createActive(ctx, { entry: { reentry: 'one_at_a_time' }, steps: [{ id: 'w', type: 'wait', for: 'P1D' }] });
    const gap = await createActive(ctx, { entry: { reentry: 'every_time', min_gap: 'PT1H' } });
    const every = await createActive(ctx, { entry: { reentry: 'every_time' } });
    for (const id of [once, single, gap, every])
      await Promise.all(['a', 'b', 'c', 'c'].map((key) => enter(ctx, id, contact.id, key).catch(() => null)));
    expect(await runsOf(held.db, once)).toHaveLength(1);
    expect(await runsOf(held.db, single)).toHaveLength(1);
    expect(await runsOf(held.db, gap)).toHaveLength(1);
    expect(await runsOf(held.db, every)).toHaveLength(3);
    const [run] = await runsOf(held.db, single);
    await drive(world, ctx, run as never);
    await lapse(held.db, run as never);
    await drive(world, ctx, run as never);
    await enter(ctx, single, contact.id, 'd');
    expect((await runsOf(held.db, single)).map((one) => [one.status, one.entry])).toEqual([
      ['completed', 1],
      ['active', 2],
    ]);
  });

  it('ends when the contact is erased, and keeps nothing of it', async () => {
    const ctx = await createContext(held.db);
    const contact = await createContact(ctx);
    const id = await createActive(ctx, { steps: [{ id: 'w', type: 'wait', for: 'P1D' }] });
    const run = await enter(ctx, id, contact.id, 'a', { secret: 'canary' });
    await drive(world, ctx, run);
    await deleteContact(ctx, contact.id);
    const after = await detail(ctx, id, run);
    expect(after).toMatchObject({ status: 'exited', reason: 'erased', contact_id: null, contact: null });
    expect(JSON.stringify(after)).not.toContain('canary');
    expect(await drive(world, ctx, run)).toBeNull();
    expect(uuidOf('automationRun', after.id)).toBe(run.id);
  });
});
