import { serve } from 'inngest/edge';
import { closeChannels } from '@/server/channels/open-channels';
import type { RunningEnv } from '@/server/env';
import type { World } from '@/server/sends/world';
import { jobsClient } from './client';
import { EmbeddedRunner, type RunnerOptions } from './embedded/runner';
import { startFollower } from './follower';
import { jobFunctions } from './functions';
import { openWorld } from './open-world';
import { startRelay } from './relay';

export type Worker = { stop(): Promise<void> };

/** The embedded executor: the runner, the functions, the relay and the follower of membership, in this process. Tests give their own `world`. */
export async function startWorker(env: RunningEnv, world: World = openWorld(env), options: Partial<RunnerOptions> = {}): Promise<Worker> {
  const client = jobsClient((...args) => runner.fetch(...args));
  const handler = serve({ client, functions: jobFunctions(client, world) });
  const runner = new EmbeddedRunner({ databaseUrl: env.DATABASE_URL, handler, maxConcurrent: 50, log: world.log, ...options });
  await runner.start();
  const relay = await startRelay(env.DATABASE_URL, client, world.log);
  const follower = await startFollower(env.DATABASE_URL, world.log);
  return {
    async stop() {
      await follower.stop();
      await relay.stop();
      await runner.stop();
      await closeChannels();
      await world.db.$client.end({ timeout: 5 });
    },
  };
}
