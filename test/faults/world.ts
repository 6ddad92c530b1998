import { createEmailChannel } from '@/server/channels/email';
import { createSmsChannel } from '@/server/channels/sms';
import { openDatabase } from '@/server/db/client';
import { CHUNKS_AT_ONCE } from '@/server/sends/delivery-limits';
import { Gate } from '@/server/sends/gate';
import type { World } from '@/server/sends/world';

const settings = { APP_URL: 'http://127.0.0.1:3000', MUSTER_SECRET: 'a secret of at least thirty-two characters' };

/** What one sender works with: its own connections and its own gate. A transaction that it sleeps through ends after two seconds, not sixty. */
export function faultWorld(databaseUrl: string, smtpUrl: string, smsUrl: string, name = 'fault harness'): World {
  const email = createEmailChannel({ url: smtpUrl, connections: 10 });
  const sms = createSmsChannel({ url: smsUrl });
  return {
    db: openDatabase(databaseUrl, { max: 4, name, idleInTransactionMs: 2000 }),
    channels: { email: () => email, sms: () => sms },
    gate: new Gate(CHUNKS_AT_ONCE),
    settings,
    log: console.error,
  };
}

export async function closeWorld(world: World): Promise<void> {
  await Promise.all([world.channels.email().close(), world.channels.sms().close()]);
  await world.db.$client.end({ timeout: 5 });
}
