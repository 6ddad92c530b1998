import { type SQL, sql } from 'drizzle-orm';
import { type Channel, channels } from '@/contracts/limits';
import type { Waterfall } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import type { Count } from './count-matching';
import { limited } from './limited';

/**
 * Matches → has an address → not suppressed → will receive, per channel. Addresses are unique in an organization, so nobody is a
 * duplicate. The suppressed are counted from the suppression list's side: it is short, and each entry is one index look-up.
 */
export async function waterfalls(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  where: SQL,
  count: Count,
  signal?: AbortSignal,
): Promise<Record<Channel, Waterfall>> {
  const rows = await limited(ctx, { timeoutMs: 5_000, signal }, (tx) =>
    tx.execute<{ channel: Channel; n: number }>(sql`
      select s.channel, count(*)::int as n
      from suppressions s
      join contacts c on c.org_id = s.org_id and ((s.channel = 'email' and c.email = s.address) or (s.channel = 'sms' and c.phone = s.address))
      where s.org_id = ${ctx.orgId} and (${where})
      group by s.channel`),
  );
  const result = {} as Record<Channel, Waterfall>;
  for (const channel of channels) {
    const has_address = channel === 'email' ? count.withEmail : count.withPhone;
    const not_suppressed = Math.max(0, has_address - (rows.find((row) => row.channel === channel)?.n ?? 0));
    result[channel] = { matches: count.count, has_address, not_suppressed, will_receive: not_suppressed };
  }
  return result;
}
