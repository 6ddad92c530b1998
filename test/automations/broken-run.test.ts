import { fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DefinitionInput } from '@/contracts/automation';
import { encodeId } from '@/contracts/ids';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { getAutomation } from '@/server/automations/get-automation';
import { activateAutomation } from '@/server/automations/set-status';
import { startRuns } from '@/server/automations/start-runs';
import { updateAutomation } from '@/server/automations/update-automation';
import type { Ctx } from '@/server/context';
import type { World } from '@/server/sends/world';
import { bundle, removeBundles } from '../bundle';
import { createAudience, createContacts, createContext } from '../factory';
import { closeWorld, faultWorld } from '../faults/world';
import { createTemplate, openTestDatabase } from '../sends/setup';
import { createActive, define, detail, drive, lapse, pathOf, runsOf } from './setup';

const held = openTestDatabase();
let world: World;
let driver: string;
beforeAll(async () => {
  driver = await bundle('test/automations/driver.ts');
  world = faultWorld(held.url, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9');
});
afterAll(async () => {
  await closeWorld(world);
  removeBundles();
});

const inside = (id: string) => ({ datatype: 'contact' as const, where: { $inAudience: encodeId('audience', id) } });
const check = (id: string) => ({
  id: 'check',
  type: 'branch',
  filter: inside(id),
  yes: [{ id: 'vip', type: 'tag', tag: 'vip' }],
  no: [],
});
/** An audience that goes, past the verb that would refuse it. */
const lose = (id: string) => held.db.execute(sql`delete from audiences where id = ${id}`);
const save = (ctx: Ctx, id: string, definition: Partial<DefinitionInput>) =>
  updateAutomation(ctx, { id, name: 'Welcome', definition: define(definition) as never });
const tagsOf = async (ctx: Ctx) =>
  (await held.db.execute<{ tags: string[] }>(sql`select tags from contacts where org_id = ${ctx.orgId} order by id`)).map(
    (row) => row.tags,
  );
const mails = (ctx: Ctx) =>
  held.db.execute<{ contact_id: string; n: number }>(
    sql`select contact_id, count(*)::int as n from messages where org_id = ${ctx.orgId} group by 1`,
  );

/** Two contacts who were mailed and then wait for a day, before the step that says `rest`; the audience that it names is gone. */
async function broken(rest: (named: string) => Partial<DefinitionInput> & { steps: unknown[] }) {
  const ctx = await createContext(held.db);
  const people = await createContacts(ctx, 2);
  const named = await createAudience(ctx, people);
  const mail = {
    id: 'mail',
    type: 'send',
    channel: 'email',
    template: await createTemplate(ctx),
    from: 'hello@example.com',
  };
  const first: unknown[] = [mail, { id: 'sleep', type: 'wait', for: 'P1D' }];
  const whole = (audience: string) => {
    const { steps, ...more } = rest(audience);
    return { ...more, steps: [...first, ...steps] };
  };
  const id = await createActive(ctx, whole(named.id));
  const version = await currentVersion(ctx, await findAutomation(ctx, id));
  await startRuns(
    ctx,
    version,
    people.map((person) => ({ contactId: person.id, key: person.id, trigger: { type: 'webhook' }, chain: 0 })),
  );
  const runs = await runsOf(held.db, id);
  for (const run of runs) await drive(world, ctx, run);
  for (const run of runs) await lapse(held.db, run);
  await lose(named.id);
  const [a, b] = runs;
  if (!a || !b) throw new Error('no runs');
  return { ctx, id, people, first, whole, runs: [a, b] as const };
}

const state = async (ctx: Ctx, id: string) => {
  const { status, problem, runs } = await getAutomation(ctx, id);
  return { status, problem, active: runs.active };
};

describe('a branch that cannot be evaluated any more', () => {
  it('pauses its automation, keeps everybody where they are, and they go on once it is mended', async () => {
    const { ctx, id, people, whole, runs } = await broken((named) => ({
      steps: [check(named), { id: 'last', type: 'tag', tag: 'last' }],
    }));
    for (const run of runs) expect(await drive(world, ctx, run)).toBeNull();
    const { status, problem, active } = await state(ctx, id);
    expect([status, active]).toEqual(['paused', 2]);
    expect(problem).toMatch(/^Paused: its branch “check” can no longer be evaluated \(there is no audience aud_/);
    const said = await held.db.execute(
      sql`select 1 from audit_log where org_id = ${ctx.orgId} and action = 'automation.paused' and data ->> 'problem' = ${problem}`,
    );
    expect(said, 'written down once').toHaveLength(1);
    const paths = await Promise.all(runs.map(async (run) => pathOf(await detail(ctx, id, run))));
    expect(paths, 'the second is held by the pause').toEqual([
      ['mail:done', 'sleep:done'],
      ['mail:done', 'sleep:waiting'],
    ]);
    await expect(activateAutomation(ctx, id), 'nothing was mended').rejects.toMatchObject({ code: 'validation_failed' });

    const [a] = people;
    if (!a) throw new Error('no contact');
    await save(ctx, id, whole((await createAudience(ctx, [a])).id));
    expect((await activateAutomation(ctx, id)).problem).toBeNull();
    for (const run of await runsOf(held.db, id)) await drive(world, ctx, run);
    expect((await runsOf(held.db, id)).map((run) => run.status)).toEqual(['completed', 'completed']);
    expect((await tagsOf(ctx)).map((tags) => tags.toSorted().join()).toSorted()).toEqual(['last', 'last,vip']);
    expect((await mails(ctx)).map((row) => row.n)).toEqual([1, 1]);
  });

  it.each(['step.before:1', 'step.before:2', 'broken.inside:1', 'step.after:2'])(
    'loses nobody when its driver dies at %s',
    async (crashpoint) => {
      const { ctx, id, whole, runs, people } = await broken((named) => ({ steps: [check(named)] }));
      const [run] = runs;
      const child = fork(driver, {
        execArgv: [],
        env: { ...process.env, NODE_ENV: 'test', DATABASE_URL: held.url, ORG: ctx.orgId, RUN: run.id, CRASHPOINT: crashpoint },
      });
      const [, signal] = await once(child, 'exit');
      expect(signal).toBe('SIGKILL');
      for (const each of runs) await drive(world, ctx, each);
      expect(await state(ctx, id)).toMatchObject({ status: 'paused', active: 2 });
      await save(ctx, id, whole((await createAudience(ctx, people)).id));
      await activateAutomation(ctx, id);
      for (const each of runs) await drive(world, ctx, each);
      expect((await state(ctx, id)).active).toBe(0);
      for (const each of runs) expect(pathOf(await detail(ctx, id, each))).toEqual(['mail:done', 'sleep:done', 'check:done', 'vip:done']);
      expect((await mails(ctx)).map((row) => row.n)).toEqual([1, 1]);
    },
  );

  it('is asked as the current version has it; without such a step only those who stand there wait', async () => {
    const { ctx, id, runs, first, people } = await broken((named) => ({ steps: [check(named)] }));
    const [a, b] = runs;
    await save(ctx, id, { steps: first });
    expect(await drive(world, ctx, a)).toBeNull();
    expect(await state(ctx, id)).toMatchObject({ status: 'active', active: 2, problem: expect.stringContaining('branch “check”') });
    const mended = await createAudience(ctx, people);
    await save(ctx, id, { steps: [...first, check(mended.id)] });
    for (const run of [a, b]) await drive(world, ctx, run);
    expect((await runsOf(held.db, id)).map((run) => run.status)).toEqual(['completed', 'completed']);
    expect(await tagsOf(ctx)).toEqual([['vip'], ['vip']]);
  });
});

describe('an exit rule that cannot be evaluated any more', () => {
  const rules = {
    unless: (named: string) => ({ unless: inside(named) }),
    leaves_audience: (named: string) => ({ leaves_audience: encodeId('audience', named) }),
  };
  it.each(Object.entries(rules))('pauses its automation before the next step (%s)', async (_, exit) => {
    const { ctx, id, people, whole, runs } = await broken((named) => ({
      exit: exit(named),
      steps: [{ id: 'last', type: 'tag', tag: 'last' }],
    }));
    for (const run of runs) expect(await drive(world, ctx, run)).toBeNull();
    expect(await state(ctx, id)).toMatchObject({
      status: 'paused',
      active: 2,
      problem: expect.stringMatching(/its exit rule, looked at before the step “sleep”, can no longer be evaluated/),
    });
    const [a] = people;
    if (!a) throw new Error('no contact');
    await save(ctx, id, whole((await createAudience(ctx, [a])).id));
    await activateAutomation(ctx, id);
    for (const run of runs) await drive(world, ctx, run);
    const ended = Object.fromEntries((await runsOf(held.db, id)).map((run) => [run.id, run.status]));
    expect(runs.map((run) => ended[run.id]).toSorted()).toEqual(['completed', 'exited']);
    expect((await mails(ctx)).map((row) => row.n)).toEqual([1, 1]);
  });
});
