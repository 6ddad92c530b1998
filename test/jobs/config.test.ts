import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import { createDefer } from 'inngest/experimental';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmbeddedRunner } from '@/server/jobs/embedded/runner';
import { type TestDatabase, testDatabase } from '../db';

type Options = Parameters<Inngest['createFunction']>[0];
let database: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  database = await testDatabase();
  sql = postgres(database.url, { max: 3, onnotice: () => {} });
});
afterAll(async () => {
  await sql.end();
  await database.drop();
});

const quiet = { info() {}, debug() {}, warn() {}, error() {} };

/** Starts, and stops, a runner with one function of these options. */
async function start(options: Partial<Options>, isDev = true): Promise<void> {
  const client = new Inngest({ id: 'app', isDev, logger: quiet });
  const fn = client.createFunction({ id: 'send', triggers: [{ event: 'x' }], ...options } as Options, async () => {});
  const runner = new EmbeddedRunner({ sql, handler: serve({ client, functions: [fn] }) });
  await runner.start();
  await runner.stop();
}

describe('a function the embedded runner cannot run as declared stops the start', () => {
  const refused: [string, Partial<Options>][] = [
    ['rateLimit', { rateLimit: { limit: 1, period: '1m' } }],
    ['throttle', { throttle: { limit: 1, period: '1m' } }],
    ['debounce', { debounce: { period: '10s' } }],
    ['batchEvents', { batchEvents: { maxSize: 10, timeout: '5s' } }],
    ['priority', { priority: { run: '120' } }],
    ['singleton', { singleton: { mode: 'skip' } }],
    ['timeouts', { timeouts: { finish: '1h' } }],
  ];
  it.each(refused)('%s', async (option, options) => {
    await expect(start(options)).rejects.toThrow(`function app-send uses ${option}, which the embedded runner does not implement`);
  });

  it.each(['env', 'account'] as const)('concurrency of scope %s', async (scope) => {
    const message = `function app-send uses concurrency with scope ${scope}, which the embedded runner does not implement`;
    await expect(start({ concurrency: { limit: 1, scope, key: '"k"' } })).rejects.toThrow(message);
  });

  it('jitter on a cron', async () => {
    await expect(start({ triggers: [{ cron: '* * * * *', jitter: '5m' } as { cron: string }] })).rejects.toThrow(
      'uses jitter on a cron trigger',
    );
  });

  it('a cron pattern or zone that does not exist', async () => {
    await expect(start({ triggers: [{ cron: '61 * * * *' }] })).rejects.toThrow('the cron pattern 61 * * * * is not valid');
    await expect(start({ triggers: [{ cron: 'TZ=Mars/Olympus 0 9 * * *' }] })).rejects.toThrow('is not valid');
  });

  it('an expression that is not CEL', async () => {
    await expect(start({ idempotency: 'event.data.' })).rejects.toThrow('function app-send: the expression event.data. is not valid');
    await expect(start({ triggers: [{ event: 'x', if: 'event.data ===' }] })).rejects.toThrow('is not valid');
  });

  it('a deferred function', async () => {
    const client = new Inngest({ id: 'app', isDev: true, logger: quiet });
    const deferred = createDefer(client, { id: 'later' }, async () => {});
    const runner = new EmbeddedRunner({ sql, handler: serve({ client, functions: [deferred] }) });
    await expect(runner.start()).rejects.toThrow('function app-later was made by createDefer');
  });

  it('a client that is not in development mode, where nothing could sign the calls', async () => {
    await expect(start({}, false)).rejects.toThrow('an embedded client needs isDev: true');
  });
});

it('starts with everything it implements, twice on one database', async () => {
  const options: Partial<Options> = {
    triggers: [{ event: 'x', if: 'event.data.n > 1' }, { cron: 'TZ=Asia/Kathmandu 0 9 * * 1-5' }],
    concurrency: [{ limit: 5 }, { limit: 1, key: 'event.data.org', scope: 'fn' }],
    idempotency: 'event.data.id',
    cancelOn: [{ event: 'y', match: 'data.id', timeout: '1h' }],
    retries: 0,
  };
  await Promise.all([start(options), start(options)]);
});

it('keeps the crons it is given, and only those', async () => {
  await start({ triggers: [{ cron: '0 9 * * *' }, { cron: 'TZ=Asia/Kathmandu 0 9 * * *' }] });
  const crons = await sql<{ expr: string; next_at: Date }[]>`select expr, next_at from jobs.crons order by expr`;
  expect(crons.map((cron) => [cron.expr, cron.next_at.toISOString().slice(11, 16)])).toEqual([
    ['0 9 * * *', '09:00'],
    ['TZ=Asia/Kathmandu 0 9 * * *', '03:15'],
  ]);
  await start({});
  expect(await sql`select 1 from jobs.crons`).toHaveLength(0);
});

it('takes no event before it knows the functions', async () => {
  const client = new Inngest({ id: 'app', isDev: true, logger: quiet });
  const runner = new EmbeddedRunner({ sql, handler: serve({ client, functions: [] }) });
  await expect(runner.send([{ name: 'x' }])).rejects.toThrow('has not been started');
});
