import type { Inngest } from 'inngest';
import { serve } from 'inngest/edge';
import postgres from 'postgres';
import { EmbeddedRunner, type RunnerOptions } from '@/server/jobs/embedded/runner';
import { testDatabase } from '../db';
import { Effects } from './effects';
import { build } from './functions';

export type Backend = {
  inngest: Inngest.Any;
  effects: Effects;
  /** Milliseconds: for a step to come, for a cron, and for a wait to be in place once the function reached it. */
  patience: { step: number; cron: number; settle: number };
  close(): Promise<void>;
};

export const SECONDS_CRON = '*/2 * * * * *';
export const FAST: Partial<RunnerOptions> = { leaseMs: 3000, backoff: () => 300 };

/** The functions and the runner in this process. */
export async function openEmbedded(options: Partial<RunnerOptions> = {}): Promise<Backend & { runner: EmbeddedRunner; sql: postgres.Sql }> {
  const database = await testDatabase();
  const sql = postgres(database.url, { max: 5, onnotice: () => {} });
  const effects = await new Effects(sql).create();
  const { inngest, functions } = build({
    effects,
    cron: SECONDS_CRON,
    client: { isDev: true, fetch: (...args) => runner.fetch(...args) },
  });
  const runner = new EmbeddedRunner({ databaseUrl: database.url, handler: serve({ client: inngest, functions }), ...FAST, ...options });
  await runner.start();
  return {
    inngest,
    effects,
    runner,
    sql,
    patience: { step: 50_000, cron: 30_000, settle: 100 },
    async close() {
      await runner.stop();
      await sql.end();
      await database.drop();
    },
  };
}
