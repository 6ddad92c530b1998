import type postgres from 'postgres';
import type { Leaving } from '@/server/sends/begin-sending';
import type { Range } from '@/server/sends/claim-messages';
import { batchSteps } from '@/server/sends/deliver-batch';

/* Senders with one mistake each, as others have shipped them. The harness proves itself by catching them. */

/** Takes rows as if no other worker existed: no lock, no fence, no look at the status when it begins. */
const withoutFence: typeof batchSteps = {
  ...batchSteps,
  async claimMessages(client: postgres.Sql, range: Range, _fence: string, limit: number) {
    const rows = await client<{ id: string }[]>`
      select id from messages where send_id = ${range.sendId} and status in ('scheduled', 'claimed') order by position limit ${limit}`;
    await new Promise((resolve) => setTimeout(resolve, 100)); // the others look meanwhile: who is quick must not hide the mistake
    return rows.map((row) => row.id);
  },
  beginSending: (client, ids, fence) => begin(client, ids, fence, 'sending'),
};

/** Marks the row sent before the provider was asked. */
const sentFirst: typeof batchSteps = {
  ...batchSteps,
  beginSending: (client, ids, fence) => begin(client, ids, fence, 'sent'),
};

/** Takes a message that was with the provider when a worker died for one that never left. */
const resends: typeof batchSteps = { ...batchSteps, recoverExpired: (client, range) => batchSteps.recoverExpired(client, range, true) };

/** Forgets what a dead worker had claimed. */
const forgets: typeof batchSteps = {
  ...batchSteps,
  async claimMessages(client, range, fence, limit) {
    await client`update messages set status = 'sent', sent_at = now() where send_id = ${range.sendId} and status = 'claimed' and lease_until <= now()`;
    return batchSteps.claimMessages(client, range, fence, limit);
  },
};

async function begin(client: postgres.Sql, ids: readonly string[], fence: string, status: string): Promise<Leaving[]> {
  return client<Leaving[]>`
    update messages m set status = ${status}, fence = ${fence}, lease_until = now() + interval '1 minute', attempt = m.attempt + 1
    from contacts c
    where m.id = any(${ids as string[]}::uuid[]) and c.id = m.contact_id
    returning m.id, m.address, m.variant, m.attempt, c.name, c.email, c.phone, c.country, c.timezone, c.language, c.metadata`;
}

const broken = { withoutFence, sentFirst, resends, forgets };
export type Broken = keyof typeof broken;
export const brokenSteps = (name: string | undefined): typeof batchSteps => (name ? broken[name as Broken] : batchSteps);
