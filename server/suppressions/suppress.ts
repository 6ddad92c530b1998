import type { Suppression, SuppressionInput } from '@/contracts/suppression';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { normalAddress } from './normal-address';
import { suppressRecipient } from './suppress-recipient';

/** Suppresses an address on a channel, contact or not; idempotent. What still waits to go to it is suppressed in the same transaction. */
export async function suppress(ctx: Ctx, input: SuppressionInput): Promise<Suppression> {
  const address = normalAddress(input.channel, input.address);
  const { suppression } = await transact(ctx.db, (tx) => suppressRecipient({ ...ctx, db: tx }, { ...input, address }));
  return suppression;
}
