import type { Channels } from '@/server/channels/open-channels';
import type { Database } from '@/server/db/client';
import type { Gate } from './gate';
import type { OnBounced } from './record-with-bounces';

/** What delivering needs beside the data: made once per process. */
export type World = {
  db: Database;
  channels: Channels;
  /** Bounds the messages that this process has with providers at once, and so what a crash leaves unknown. */
  gate: Gate;
  /** Links and return paths are made for these. */
  settings: { APP_URL: string; MUSTER_SECRET: string; BOUNCE_DOMAIN?: string };
  /** Told of addresses that proved dead, in the transaction that says so. */
  onBounced?: OnBounced;
  log(message: string, detail?: unknown): void;
};
