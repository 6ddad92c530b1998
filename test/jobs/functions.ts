import { Inngest, NonRetriableError, RetryAfterError } from 'inngest';
import { type Effects, pause } from './effects';

type Options = { effects: Effects; cron: string; client?: Partial<ConstructorParameters<typeof Inngest>[0]> };

const quiet = { info() {}, debug() {}, warn() {}, error() {} };

/** Ordinary Inngest functions, the same for every executor. Every event carries `data.key`, the test it belongs to. */
export function build({ effects, cron, client = {} }: Options) {
  const inngest = new Inngest({ id: 'suite', logger: quiet, ...client });
  const record = effects.record;

  const sequential = inngest.createFunction({ id: 'sequential', triggers: [{ event: 't/seq' }] }, async ({ event, step, runId }) => {
    const { key, n } = event.data;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      sum += await step.run(`s${i}`, async () => {
        await record(key, runId, `s${i}`);
        return i;
      });
    }
    await step.run('end', () => record(key, runId, 'end', { sum }));
  });

  const parallel = inngest.createFunction({ id: 'parallel', triggers: [{ event: 't/parallel' }] }, async ({ event, step, runId }) => {
    const { key } = event.data;
    const branch = (name: string) =>
      step.run(name, async () => {
        await record(key, runId, `branch ${name}`);
        await pause(200);
        return name;
      });
    const results = await Promise.all([branch('a'), branch('b'), step.sleep('z', '1s').then(() => 'z'), branch('c')]);
    await step.run('end', () => record(key, runId, 'end', results.join('')));
  });

  const race = inngest.createFunction({ id: 'race', triggers: [{ event: 't/race' }] }, async ({ event, step, group, runId }) => {
    const { key } = event.data;
    const winner = await group.parallel(() =>
      Promise.race([step.run('fast', () => 'fast'), step.waitForEvent('slow', { event: 't/never', timeout: '20s' }).then(() => 'slow')]),
    );
    await step.run('end', () => record(key, runId, 'end', winner));
  });

  const fan = inngest.createFunction({ id: 'fan', triggers: [{ event: 't/fan' }] }, async ({ event, step }) => {
    const { key, n } = event.data;
    await step.sleep('a moment', '1s');
    await step.sendEvent(
      'fan out',
      Array.from({ length: n }, (_, i) => ({ name: 't/item', data: { key, i } })),
    );
  });
  const item = inngest.createFunction({ id: 'item', triggers: [{ event: 't/item' }], concurrency: 5 }, async ({ event, step, runId }) => {
    await step.run('work', async () => {
      await record(event.data.key, runId, 'item start');
      await pause(200);
      await record(event.data.key, runId, 'item end');
    });
  });

  const keyed = inngest.createFunction(
    { id: 'keyed', triggers: [{ event: 't/keyed' }], concurrency: { limit: 1, key: 'event.data.account' } },
    async ({ event, step, runId }) => {
      const { key, account } = event.data;
      await step.run('work', async () => {
        await record(key, runId, `${account} start`);
        await pause(100);
        await record(key, runId, `${account} end`);
      });
    },
  );
  const twice = inngest.createFunction(
    { id: 'twice-limited', triggers: [{ event: 't/twice' }], concurrency: [{ limit: 3 }, { limit: 1, key: 'event.data.account' }] },
    async ({ event, step, runId }) => {
      const { key, account } = event.data;
      await step.run('work', async () => {
        await record(key, runId, `${account} start`);
        await pause(150);
        await record(key, runId, `${account} end`);
      });
    },
  );

  const flaky = inngest.createFunction({ id: 'flaky', triggers: [{ event: 't/flaky' }], retries: 3 }, async ({ event, step, runId }) => {
    const { key } = event.data;
    await step.run('before', () => record(key, runId, 'before'));
    const result = await step.run('flaky', async () => {
      await record(key, runId, 'try');
      if ((await effects.count(key, 'try')) < 3) throw new Error('boom');
      return 'recovered';
    });
    await step.run('end', () => record(key, runId, 'end', result));
  });

  const caught = inngest.createFunction({ id: 'caught', triggers: [{ event: 't/caught' }], retries: 1 }, async ({ event, step, runId }) => {
    const { key } = event.data;
    try {
      await step.run('bad', async () => {
        await record(key, runId, 'try');
        throw new Error('nope');
      });
    } catch (error) {
      await step.run('compensate', () => record(key, runId, 'end', (error as Error).message));
    }
  });

  const fails = inngest.createFunction(
    {
      id: 'fails',
      triggers: [{ event: 't/fails' }],
      retries: 2,
      onFailure: async ({ error, event, step }) => {
        const original = event.data.event.data as { key: string };
        await step.run('report', () => record(original.key, event.data.run_id, 'failure', error.message));
      },
    },
    async ({ event, step, runId }) => {
      if (event.data.fatal) throw new NonRetriableError('fatal');
      await step.run('always', async () => {
        await record(event.data.key, runId, 'try');
        throw new Error('always fails');
      });
    },
  );

  const cancellable = inngest.createFunction(
    { id: 'cancellable', triggers: [{ event: 't/long' }], cancelOn: [{ event: 't/stop', match: 'data.id' }] },
    async ({ event, step, runId }) => {
      const { key, id } = event.data;
      await step.run('before', () => record(key, runId, `${id} before`));
      await step.sleep('long', '2s');
      await step.run('after', () => record(key, runId, `${id} after`));
    },
  );

  const waiter = inngest.createFunction({ id: 'waiter', triggers: [{ event: 't/wait' }] }, async ({ event, step, runId }) => {
    const { key, timeout } = event.data;
    await step.run('ready', () => record(key, runId, 'ready'));
    const condition = 'async.data.key == event.data.key && async.data.n > 3';
    const reply = await step.waitForEvent('reply', { event: 't/reply', timeout, if: condition });
    await step.run('end', () => record(key, runId, 'end', reply ? reply.data.n : 'timed out'));
  });

  const child = inngest.createFunction({ id: 'child', triggers: [{ event: 't/child' }], retries: 0 }, async ({ event, step }) => {
    const doubled = await step.run('double', () => (event.data.x as number) * 2);
    if (event.data.slow) await step.sleep('slow', '10s');
    if (event.data.fail) throw new Error('child failed');
    return { doubled };
  });
  const parent = inngest.createFunction({ id: 'parent', triggers: [{ event: 't/parent' }] }, async ({ event, step, runId }) => {
    const { key } = event.data;
    const ok = await step.invoke('ok', { function: child, data: { x: 21 } });
    const failed = await step.invoke('bad', { function: child, data: { x: 1, fail: true } }).catch((error: Error) => error.message);
    const late = await step
      .invoke('late', { function: child, data: { x: 1, slow: true }, timeout: '1s' })
      .catch((error: Error) => error.message);
    await step.run('end', () => record(key, runId, 'end', { ok, failed, late }));
  });

  const idempotent = inngest.createFunction(
    { id: 'idempotent', triggers: [{ event: 't/idempotent' }], idempotency: 'event.data.once' },
    async ({ event, step, runId }) => {
      await step.run('x', () => record(event.data.key, runId, 'once'));
    },
  );

  const later = inngest.createFunction({ id: 'later', triggers: [{ event: 't/later' }], retries: 2 }, async ({ event, step, runId }) => {
    const { key } = event.data;
    await step.run('slow down', async () => {
      await record(key, runId, 'try');
      if ((await effects.count(key, 'try')) < 2) throw new RetryAfterError('slow down', 1500);
    });
    const at = await step.run('when', () => Date.now() + 700);
    await step.sleepUntil('until', new Date(at));
    await step.run('end', () => record(key, runId, 'end', { late: Date.now() - at }));
  });

  const conditional = inngest.createFunction(
    { id: 'conditional', triggers: [{ event: 't/if', if: 'event.data.amount > 10' }] },
    async ({ event, step, runId }) => {
      await step.run('x', () => record(event.data.key, runId, 'amount', event.data.amount));
    },
  );

  // no checkpoints: every step is a call of its own that replays the memo
  const plain = inngest.createFunction(
    { id: 'plain', checkpointing: false, triggers: [{ event: 't/plain' }] },
    async ({ event, step, runId }) => {
      for (let i = 0; i < 5; i++) await step.run('same id', () => record(event.data.key, runId, `p${i}`));
      await step.run('end', () => record(event.data.key, runId, 'end'));
    },
  );

  const tick = inngest.createFunction({ id: 'tick', triggers: [{ cron }] }, async ({ event, step, runId }) => {
    await step.run('tick', () => record('cron', runId, 'tick', event.name));
  });

  const functions = [
    ...[sequential, parallel, race, fan, item, keyed, twice, flaky, caught, fails, cancellable, waiter, child, parent],
    ...[idempotent, later, conditional, plain, tick],
  ];
  return { inngest, functions };
}
