import { processChannels } from '@/server/channels/open-channels';
import { type Database, openDatabase } from '@/server/db/client';
import type { RunningEnv } from '@/server/env';
import { CHUNKS_AT_ONCE } from '@/server/sends/delivery-limits';
import { Gate } from '@/server/sends/gate';
import type { World } from '@/server/sends/world';
import { recordBounced } from '@/server/tracking/record-bounced';

/** What the step functions of this process work with. */
export const openWorld = (
  env: Pick<RunningEnv, 'DATABASE_URL' | 'APP_URL' | 'MUSTER_SECRET' | 'BOUNCE_DOMAIN'>,
  db: Database = openDatabase(env.DATABASE_URL, { name: 'muster jobs' }),
): World => ({
  db,
  channels: processChannels,
  gate: new Gate(CHUNKS_AT_ONCE),
  settings: { APP_URL: env.APP_URL, MUSTER_SECRET: env.MUSTER_SECRET, BOUNCE_DOMAIN: env.BOUNCE_DOMAIN },
  onBounced: recordBounced,
  log: (message, detail) => console.error(`[jobs] ${message}`, detail ?? ''),
});
