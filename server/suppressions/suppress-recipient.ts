import { and, eq, inArray, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { Suppression } from '@/contracts/suppression';
import { audit } from '@/server/audit/record';
import type { TxCtx } from '@/server/context';
import { suppressions } from '@/server/db/schema/contacts';
import { messages } from '@/server/db/schema/sends';
import { toSuppression } from './to-suppression';

type Input = { channel: Channel; address: string; reason: Suppression['reason'] };

/**
 * Suppresses an address that is already in normal form, in the caller's transaction (`ctx.db`), and moves what still waits to go to it,
 * `scheduled` or `claimed`, to `suppressed`: a sender that has claimed a row checks its fence before it sends. Idempotent: a known
 * address keeps its first reason and date and is not audited again, yet what waits is moved all the same.
 */
export async function suppressRecipient(ctx: TxCtx, input: Input): Promise<{ suppression: Suppression; isNew: boolean }> {
  const tx = ctx.db;
  const { channel, address, reason } = input;
  const [created] = await tx
    .insert(suppressions)
    .values({ orgId: ctx.orgId, channel, address, reason })
    .onConflictDoNothing({ target: [suppressions.orgId, suppressions.channel, suppressions.address] })
    .returning();
  const known = and(eq(suppressions.orgId, ctx.orgId), eq(suppressions.channel, channel), eq(suppressions.address, address));
  const row = created ?? (await tx.select().from(suppressions).where(known))[0];
  if (!row) return suppressRecipient(ctx, input); // it was lifted between the two statements
  const waiting = tx
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.orgId, ctx.orgId),
        eq(messages.address, address),
        eq(messages.channel, channel),
        inArray(messages.status, ['scheduled', 'claimed']),
      ),
    )
    .orderBy(messages.id)
    .for('update');
  const moved = await tx
    .update(messages)
    .set({ status: 'suppressed', fence: null, leaseUntil: null, updatedAt: sql`now()` })
    .where(inArray(messages.id, waiting))
    .returning({ id: messages.id });
  if (created) {
    await audit(tx, ctx, 'suppression.created', encodeId('suppression', row.id), { channel, reason, messages_suppressed: moved.length });
  }
  return { suppression: toSuppression(row), isNew: Boolean(created) };
}
