import { and, eq, inArray, sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { transact } from '@/server/db/retry';
import { contacts } from '@/server/db/schema/contacts';
import { messages } from '@/server/db/schema/sends';

/** Deletes a contact and its memberships. What is still waiting to go to it is cancelled; suppressions of its addresses stay. */
export async function deleteContact(ctx: Ctx, id: string): Promise<void> {
  await transact(ctx.db, async (tx) => {
    const own = and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, id));
    const [there] = await tx.select({ id: contacts.id }).from(contacts).where(own).for('update');
    if (!there) throw notFound('contact');
    const waiting = and(eq(messages.orgId, ctx.orgId), eq(messages.contactId, id), inArray(messages.status, ['scheduled', 'claimed']));
    const cancelled = await tx
      .update(messages)
      .set({ status: 'cancelled', fence: null, leaseUntil: null, updatedAt: sql`now()` })
      .where(waiting)
      .returning({ id: messages.id });
    await nameCause(tx, ctx.actor);
    await tx.delete(contacts).where(own);
    await audit(tx, ctx, 'contact.deleted', encodeId('contact', id), { messages_cancelled: cancelled.length });
  });
}
