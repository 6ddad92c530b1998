import { type SQL, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { Filter } from '@/contracts/segment';
import { statusNow } from '@/server/sends/ledger-now';

/** Raw uuids. */
export type Audiences = { include: readonly string[]; exclude: readonly string[] };

/** Union and exclusion as an ordinary filter, so that reach and campaign are one predicate. */
export function combinedFilter({ include, exclude }: Audiences): Filter {
  const arms = (ids: readonly string[]) => ids.map((id) => ({ $inAudience: encodeId('audience', id) }));
  return { datatype: 'contact', where: { $or: arms(include), ...(exclude.length && { $nor: arms(exclude) }) } };
}

const address = (channel: Channel) => (channel === 'email' ? sql`c.email` : sql`c.phone`);

/** Whether a channel reaches the contact `c`: there is an address, and it is not suppressed. */
export const reaches = (channel: Channel): SQL => sql`(
  ${address(channel)} is not null
  and not exists (select from suppressions x where x.org_id = c.org_id and x.channel = ${channel} and x.address = ${address(channel)}))`;

/** The channel of the contact `c`: the first that reaches them; whom none reaches stands in the ledger of the first. */
export const channelOf = (channels: readonly Channel[]): SQL => sql`case
  ${sql.join(
    channels.map((channel) => sql`when ${reaches(channel)} then ${channel}`),
    sql` `,
  )} else ${channels[0]} end`;

/** Whether the contact `c` has received, or will receive, a message of this campaign (uuid). */
export const receivedBefore = (campaignId: string): SQL => sql`exists (
  select from messages m join sends s on s.id = m.send_id
  where m.org_id = c.org_id and m.contact_id = c.id and s.origin = ${`campaign:${campaignId}`}
    and ${statusNow} in ('scheduled', 'claimed', 'sending', 'sent', 'unknown'))`;
