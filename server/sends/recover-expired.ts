import type postgres from 'postgres';
import type { Range } from './claim-messages';
import { MAX_ATTEMPTS } from './delivery-limits';

/**
 * Settles messages whose worker died after `sending` was committed. Nobody can know whether they left: they become `unknown`, unless
 * the channel takes the same key again without a second delivery; then they are tried again under it.
 * @param keyed whether the channel deduplicates by key
 */
export async function recoverExpired(sql: postgres.Sql, range: Range, keyed: boolean): Promise<number> {
  const rows = await sql`
    update messages
    set status = case when ${keyed} and attempt < ${MAX_ATTEMPTS} then 'scheduled' else 'unknown' end,
        error = 'the worker ended while the message was with the provider', lease_until = null, updated_at = now()
    where send_id = ${range.sendId} and position between ${range.first} and ${range.last}
      and status = 'sending' and lease_until <= now()`;
  return rows.count;
}
