import { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import postgres from 'postgres';
import { EmbeddedRunner } from '@/server/jobs/embedded/runner';
import { Effects, pause } from './effects';

const LEASE_MS = 1500;

/** Functions whose steps last long enough to be killed in, and a runner for them. `maxConcurrent` 0 only sends. */
export async function openWorker(databaseUrl: string, maxConcurrent: number) {
  const sql = postgres(databaseUrl, { max: 5, onnotice: () => {} });
  const effects = await new Effects(sql).create();
  const quiet = { info() {}, debug() {}, warn() {}, error() {} };
  const inngest: Inngest = new Inngest({ id: 'worker', isDev: true, logger: quiet, fetch: (...args) => runner.fetch(...args) });
  const durable = inngest.createFunction({ id: 'durable', triggers: [{ event: 'w/durable' }] }, async ({ event, step, runId }) => {
    for (let i = 0; i < 12; i++) {
      if (i === 6) await step.sleep('nap', '2s');
      await step.run(`d${i}`, async () => {
        await effects.record(event.data.key, runId, `d${i}`);
        await pause(100);
      });
    }
    await step.run('end', () => effects.record(event.data.key, runId, 'end'));
  });
  const limited = inngest.createFunction(
    { id: 'limited', triggers: [{ event: 'w/limited' }], concurrency: 5 },
    async ({ event, step, runId }) => {
      await step.run('work', async () => {
        await effects.record(event.data.key, runId, 'start', process.pid);
        await pause(40);
        await effects.record(event.data.key, runId, 'end', process.pid);
      });
    },
  );
  const runner = new EmbeddedRunner({
    databaseUrl,
    handler: serve({ client: inngest, functions: [durable, limited] }),
    maxConcurrent,
    leaseMs: LEASE_MS,
    backoff: () => 200,
  });
  await runner.start();
  return {
    inngest,
    effects,
    sql,
    async close() {
      await runner.stop();
      await sql.end();
    },
  };
}

// run as a process of its own: a worker until SIGTERM
if (process.env.JOBS_TEST_WORKER) {
  const worker = await openWorker(process.env.JOBS_TEST_WORKER, Number(process.env.JOBS_TEST_CONCURRENT));
  process.once('SIGTERM', () => worker.close().then(() => process.exit(0)));
  process.stdout.write('ready\n');
}
