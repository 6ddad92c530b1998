import type { OrgId } from '@/server/context';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { brokenSteps } from './broken';
import { closeWorld, faultWorld } from './world';

/*
 * A sender as a process that can be killed. Says `ready`, then for each `{orgId, sendId, last}` that it is told delivers that send
 * and says `done`. CRASHPOINT ends it at a named place of the protocol.
 */

type Task = { orgId: OrgId; sendId: string; last: number };

const { DATABASE_URL = '', SMTP_URL = '', SMS_URL = '', BROKEN } = process.env;
const world = faultWorld(DATABASE_URL, SMTP_URL, SMS_URL, 'doomed');
await world.db.$client`select 1`;

process.on('message', async (task: Task) => {
  const batch = { ...task, first: 0 };
  for (;;) {
    const { next } = await deliverBatch(world, batch, brokenSteps(BROKEN));
    if (next === null) break;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  process.send?.('done');
});
process.on('disconnect', () => void closeWorld(world).then(() => process.exit(0)));
process.send?.('ready');
