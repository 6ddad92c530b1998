import { randomUUID } from 'node:crypto';
import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { createDefer } from 'inngest/experimental';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { prune } from '@/server/jobs/embedded/prune';
import { EmbeddedRunner, type RunnerOptions } from '@/server/jobs/embedded/runner';
import { type TestDatabase, testDatabase } from '../db';
import { pause } from './effects';
import { getRun, listRuns } from './read-runs';

let database: TestDatabase;
let sql: postgres.Sql;
const statements: string[] = [];
beforeAll(async () => {
  database = await testDatabase();
  sql = postgres(database.url, { max: 8, onnotice: () => {}, debug: (_, query) => statements.push(query) });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

// patience costs nothing when all is well, and a busy machine needs it
vi.setConfig({ testTimeout: 60_000 });
async function eventually(holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 40_000; !holds() && Date.now() < deadline; ) await pause(5);
}

const logged: string[] = [];
let running: EmbeddedRunner | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
  logged.length = 0;
});

type Build = (inngest: Inngest) => Inngest['createFunction'] extends (...args: never[]) => infer F ? F[] : never;

async function start(build: Build, options: Partial<RunnerOptions> = {}): Promise<Inngest> {
  const quiet = { info() {}, debug() {}, warn() {}, error() {} };
  const inngest: Inngest = new Inngest({ id: 'app', isDev: true, logger: quiet, fetch: (...args) => runner.fetch(...args) });
  const handler = serve({ client: inngest, functions: build(inngest) });
  const log = (message: string) => logged.push(message);
  const runner = new EmbeddedRunner({ sql, handler, backoff: () => 50, log, ...options });
  running = await runner.start();
  return inngest;
}

/** Waits for the run an event started to end. */
async function ended(eventId: string | undefined) {
  for (const deadline = Date.now() + 40_000; Date.now() < deadline; await pause(10)) {
    const [run] = await sql<{ id: string }[]>`select id from jobs.runs where event_id = ${eventId ?? ''} and ended_at is not null`;
    if (run) return (await getRun(sql, run.id)) as NonNullable<Awaited<ReturnType<typeof getRun>>>;
  }
  throw new Error(`the run of ${eventId} did not end`);
}
const send = async (inngest: Inngest, name: string, data = {}) => (await inngest.send({ name, data })).ids[0];

it('stores what PostgreSQL would refuse: NUL and half a surrogate pair', async () => {
  const inngest = await start((client) => [
    client.createFunction({ id: 'dirty', triggers: [{ event: 'dirty' }] }, async ({ event, step }) => {
      const text = await step.run('dirty', () => `a\u0000b\ud800c`);
      return { text, same: '\\u0000 \u{1f600}', fromEvent: event.data.text };
    }),
  ]);
  const run = await ended(await send(inngest, 'dirty', { text: 'x\u0000y' }));
  expect(run.output).toEqual({ text: 'a\ufffdb\ufffdc', same: '\\u0000 \u{1f600}', fromEvent: 'x\ufffdy' });
  expect(run.status).toBe('completed');
});

it.each(['before a step', 'before the end'])('fails a run that calls defer() %s, and says why', async (where) => {
  const inngest = await start((client) => {
    const deferred = createDefer(client, { id: 'deferred' }, async () => {});
    return [
      client.createFunction({ id: 'defers', triggers: [{ event: 'defers' }] }, async ({ step, defer }) => {
        defer('later', { function: deferred, data: {} });
        if (where === 'before a step') await step.run('next', () => 1);
      }),
    ];
  });
  const run = await ended(await send(inngest, 'defers'));
  expect(run).toMatchObject({ status: 'failed', output: { message: 'the embedded runner does not implement defer()' } });
});

it('fails a step of a kind it does not implement, and the function may go on', async () => {
  const inngest = await start((client) => [
    client.createFunction({ id: 'signal', triggers: [{ event: 'signal' }], retries: 0 }, async ({ step }) => {
      const caught = await step
        .waitForSignal('s', { signal: 'x', timeout: '1m', onConflict: 'fail' })
        .catch((error: Error) => error.message);
      const missing = client.createFunction({ id: 'missing', triggers: [] }, async () => {});
      const other = await step.invoke('m', { function: missing }).catch((error: Error) => error.message);
      return [caught, other];
    }),
  ]);
  const run = await ended(await send(inngest, 'signal'));
  expect(run.output).toEqual(['the embedded runner does not implement WaitForSignal', 'could not find function app-missing']);
});

it('keeps every failed attempt for the operator, and lists runs', async () => {
  const inngest = await start((client) => [
    client.createFunction({ id: 'breaks', triggers: [{ event: 'breaks' }], retries: 2 }, async ({ step, attempt }) => {
      await step.run('fine', () => 'ok');
      await step.run('broken', () => {
        throw new Error(`attempt ${attempt}`);
      });
    }),
  ]);
  const run = await ended(await send(inngest, 'breaks'));
  expect(run).toMatchObject({
    functionId: 'app-breaks',
    status: 'failed',
    failedAttempts: 4,
    nextAt: null,
    executing: 0,
    eventName: 'breaks',
  });
  expect(run.steps).toMatchObject([
    { name: 'fine', done: true, result: { type: 'data', data: 'ok' } },
    { name: 'broken', done: true, result: { type: 'error' } },
  ]);
  // the last is the function itself, which did not catch its step's failure
  expect(run.errors.map((error) => [error.name, error.attempt, error.error.message])).toEqual([
    ['broken', 0, 'attempt 0'],
    ['broken', 1, 'attempt 1'],
    ['broken', 2, 'attempt 2'],
    [null, 0, 'attempt 2'],
  ]);
  const [latest] = await listRuns(sql, { status: 'failed', limit: 1 });
  expect(latest).toMatchObject({ id: run.id, status: 'failed', failedAttempts: 4 });
});

it('takes 500 events in with a handful of statements', async () => {
  const inngest = await start(
    (client) => [
      client.createFunction(
        { id: 'many', triggers: [{ event: 'many' }], cancelOn: [{ event: 'stop', match: 'data.i' }] },
        async ({ step }) => {
          await step.sleep('long', '1h');
        },
      ),
    ],
    { maxConcurrent: 0 },
  );
  statements.length = 0;
  const { ids } = await inngest.send(Array.from({ length: 500 }, (_, i) => ({ name: 'many', data: { i } })));
  const inserts = statements.filter((statement) => /insert|update|select w\.run_id/.test(statement));
  expect(inserts.length).toBeLessThan(10);
  expect(await sql`select 1 from jobs.runs where event_id = any(${ids})`).toHaveLength(500);
  await inngest.send([3, 4].map((i) => ({ name: 'stop', data: { i } })));
  const cancelled = await sql<{ i: number }[]>`
    select (events->0->'data'->>'i')::int i from jobs.runs where event_id = any(${ids}) and status = 'cancelled' order by 1`;
  expect(cancelled.map((run) => run.i)).toEqual([3, 4]);
  await sql`delete from jobs.runs`;
});

it('does not let an event cancel the run it starts, nor one that comes after it', async () => {
  const inngest = await start(
    (client) => [
      client.createFunction(
        { id: 'self', triggers: [{ event: 'self' }], cancelOn: [{ event: 'self', match: 'data.id' }] },
        async ({ step }) => {
          await step.sleep('long', '1h');
        },
      ),
    ],
    { maxConcurrent: 0 },
  );
  const { ids } = await inngest.send([1, 2].map(() => ({ name: 'self', data: { id: 'a' } })));
  const runs = await sql<{ status: string }[]>`select status from jobs.runs where event_id = any(${ids}) order by id`;
  expect(runs.map((run) => run.status)).toEqual(['cancelled', 'running']);
  await sql`delete from jobs.runs`;
});

it('forgets event ids and idempotency keys after 24 hours, and prunes what is old', async () => {
  let ran = 0;
  const inngest = await start((client) => [
    client.createFunction({ id: 'once', triggers: [{ event: 'once' }], idempotency: 'event.data.k' }, async () => {
      ran++;
    }),
  ]);
  const event = { id: randomUUID(), name: 'once', data: { k: randomUUID() } };
  await inngest.send(event);
  await inngest.send(event);
  await ended(event.id);
  expect(ran).toBe(1);
  await sql`update jobs.events set received_at = received_at - interval '25 hours'`;
  await inngest.send(event);
  expect(await sql`select 1 from jobs.runs where event_id = ${event.id}`).toHaveLength(1);
  await sql`update jobs.events set received_at = received_at - interval '25 hours'`;
  await sql`update jobs.keys set created_at = created_at - interval '25 hours'`;
  await inngest.send(event);
  await eventually(() => ran >= 2);
  expect(ran).toBe(2);
  await pause(50);

  await sql`update jobs.runs set ended_at = ended_at - interval '15 days' where event_id = ${event.id}`;
  await sql`update jobs.events set received_at = received_at - interval '15 days' where id = ${event.id}`;
  await sql`update jobs.keys set created_at = created_at - interval '25 hours'`;
  await prune(sql, 14);
  for (const table of ['runs', 'events', 'keys']) {
    const [left] =
      await sql`select count(*)::int n from jobs.${sql(table)} where ${table === 'runs' ? sql`event_id = ${event.id}` : table === 'events' ? sql`id = ${event.id}` : sql`true`}`;
    expect(left?.n, table).toBe(0);
  }
});

it('claims what may run from behind a long backlog of what may not', async () => {
  const order: string[] = [];
  let release: () => void = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const inngest = await start((client) => [
    client.createFunction(
      { id: 'lane', triggers: [{ event: 'lane' }], concurrency: { limit: 1, key: 'event.data.org' } },
      async ({ event, step }) => {
        await step.run('work', async () => {
          order.push(event.data.org);
          if (event.data.org === 'slow') await held;
        });
      },
    ),
  ]);
  await inngest.send(Array.from({ length: 3000 }, () => ({ name: 'lane', data: { org: 'slow' } })));
  await eventually(() => order.length >= 1);
  const { ids } = await inngest.send(Array.from({ length: 5 }, (_, i) => ({ name: 'lane', data: { org: `quick ${i}` } })));
  for (const id of ids) await ended(id);
  expect(order.slice(0, 1)).toEqual(['slow']);
  expect(order.slice(1, 6).sort()).toEqual([0, 1, 2, 3, 4].map((i) => `quick ${i}`));
  await sql`delete from jobs.runs where status = 'running'`;
  release();
});

it('wakes sleepers on time: never early, and not by polling', async () => {
  const late: number[] = [];
  const inngest = await start(
    (client) => [
      client.createFunction({ id: 'sleeper', triggers: [{ event: 'sleeper' }] }, async ({ event, step }) => {
        await step.sleepUntil('until', new Date(event.data.at));
        late.push(Date.now() - event.data.at);
      }),
    ],
    { pollMs: 20_000 },
  );
  const from = Date.now() + 700;
  await inngest.send(Array.from({ length: 20 }, (_, i) => ({ name: 'sleeper', data: { at: from + i * 37 } })));
  await eventually(() => late.length >= 20);
  late.sort((a, b) => a - b);
  expect(late).toHaveLength(20);
  expect(late[0]).toBeGreaterThanOrEqual(0);
  // about 10 ms on a quiet machine; the bound only tells a timer from polling, however busy the machine is
  expect(late[10]).toBeLessThan(5000);
});

it('stops between two steps and leaves the rest to the next process, at no attempt’s cost', async () => {
  const ran: string[] = [];
  const build: Build = (client) => [
    client.createFunction({ id: 'stoppable', triggers: [{ event: 'stoppable' }], retries: 0 }, async ({ step, attempt }) => {
      for (let i = 0; i < 5; i++) {
        await step.run(`s${i}`, async () => {
          ran.push(`s${i}`);
          await pause(100);
        });
      }
      return attempt;
    }),
  ];
  const inngest = await start(build);
  const id = await send(inngest, 'stoppable');
  await eventually(() => ran.length >= 2);
  await running?.stop();
  expect(ran).toEqual(['s0', 's1']);
  await start(build);
  const run = await ended(id);
  expect(run).toMatchObject({ status: 'completed', output: 0, failedAttempts: 0 });
  expect(ran).toEqual(['s0', 's1', 's2', 's3', 's4']);
});

it('answers a checkpoint of a lost lease with 409 and drops what comes of it', async () => {
  const ran: string[] = [];
  const inngest = await start((client) => [
    client.createFunction({ id: 'fenced', triggers: [{ event: 'fenced' }] }, async ({ step }) => {
      for (const name of ['a', 'b']) {
        await step.run(name, async () => {
          ran.push(name);
          // somebody else takes the item over while this step runs
          if (ran.length === 1) await sql`update jobs.queue set claim = -1, lease_until = now() + interval '300 ms'`;
          await pause(50);
        });
      }
    }),
  ]);
  const run = await ended(await send(inngest, 'fenced'));
  expect(ran).toEqual(['a', 'a', 'b']);
  expect(logged.join()).toContain('this result is dropped');
  expect(run.errors).toMatchObject([{ attempt: 0, error: { name: 'LeaseLapsed' } }]);
});
