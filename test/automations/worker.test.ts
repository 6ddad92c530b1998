import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { activateAutomation, pauseAutomation } from '@/server/automations/set-status';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import { updateContact } from '@/server/contacts/update-contact';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { createSegment } from '@/server/segments/create-segment';
import { createContacts, createContext } from '../factory';
import { createTemplate, openTestDatabase, testWorld, workerEnv } from '../sends/setup';
import { createActive, detail, runsOf } from './setup';

const held = openTestDatabase();
let catcher: Catcher;
let worker: Worker;
beforeAll(async () => {
  catcher = await startCatcher({ databaseUrl: held.url });
  worker = await startWorker(workerEnv(held.url, catcher), testWorld(held.url, catcher), { backoff: () => 300 });
});
afterAll(async () => {
  await worker.stop();
  await catcher.stop();
});

const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000, interval: 100 });
const live = (id: string) =>
  poll(
    async () =>
      (
        await held.db.execute<{ state: string }>(sql`
    select state from watched_audiences w join automations a on a.trigger_audience_id = w.audience_id where a.id = ${id}`)
      )[0]?.state,
  );

it('enters a segment → waits → sends → branches, driven by the embedded runner; pause holds, resumption goes on', {
  timeout: 60_000,
}, async () => {
  const ctx = await createContext(held.db);
  const [inside, a, b] = await createContacts(ctx, [{ tags: ['vip'] }, {}, { country: 'NP' }]);
  if (!inside || !a || !b) throw new Error('no contacts');
  const segment = await createSegment(ctx, {
    name: 'VIP',
    type: 'dynamic',
    filter: { datatype: 'contact', where: { tags: 'vip' } },
  } as never);
  const id = await createActive(ctx, {
    trigger: { type: 'audience', audience_id: segment.id, on: 'enters' },
    entry: { reentry: 'once' },
    steps: [
      { id: 'wait', type: 'wait', for: 'PT1S' },
      {
        id: 'mail',
        type: 'send',
        channel: 'email',
        template: await createTemplate(ctx, { subject: 'Hi {{trigger.change}}' }),
        from: 'hello@example.com',
      },
      {
        id: 'where',
        type: 'branch',
        filter: { datatype: 'contact', where: { country: 'NP' } },
        yes: [{ id: 'np', type: 'tag', tag: 'np' }],
        no: [{ id: 'other', type: 'tag', tag: 'other' }],
      },
    ],
  });
  await live(id).toBe('live');
  await updateContact(ctx, { id: a.id, patch: { tags: ['vip'] } });
  await poll(async () => (await runsOf(held.db, id)).map((run) => run.status)).toEqual(['completed']);
  const [run] = await runsOf(held.db, id);
  expect((await detail(ctx, id, run as never)).steps.map((step) => step.step_id)).toEqual(['wait', 'mail', 'where', 'other']);
  await poll(
    async () => (await held.db.execute<{ subject: string }>(sql`select subject from mailbox where to_address = ${a.email}`))[0]?.subject,
  ).toBe('Hi entered');
  expect(await held.db.execute(sql`select 1 from mailbox where to_address = ${inside.email}`)).toHaveLength(0); // inside before

  await updateContact(ctx, { id: b.id, patch: { tags: ['vip'] } });
  await poll(async () => (await runsOf(held.db, id)).length).toBe(2);
  await pauseAutomation(ctx, id);
  await poll(
    async () =>
      (
        await held.db.execute<{ parked: boolean }>(
          sql`select parked from automation_runs where automation_id = ${id} order by id desc limit 1`,
        )
      )[0]?.parked,
  ).toBe(true);
  await activateAutomation(ctx, id);
  await poll(async () => (await runsOf(held.db, id)).map((one) => one.status)).toEqual(['completed', 'completed']);
  await poll(async () => (await held.db.execute(sql`select 1 from mailbox where to_address = ${b.email}`)).length).toBe(1);
});
