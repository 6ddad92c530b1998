import { and, eq, inArray } from 'drizzle-orm';
import type { Channel } from '@/contracts/limits';
import type { TxCtx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { messages } from '@/server/db/schema/sends';
import { recordMessageEvents } from './record-message-events';

/** Notes that a message made its recipient unsubscribe, once. @param target of the link; without a send there is no message to note it for */
export async function recordUnsubscribed(ctx: TxCtx, target: { channel: Channel; address: string; sendId?: string }): Promise<number> {
  if (!target.sendId) return 0;
  const people = ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(target.channel === 'email' ? contacts.email : contacts.phone, target.address)));
  const found = await ctx.db
    .select({ id: messages.id })
    .from(messages)
    .where(
      and(
        eq(messages.orgId, ctx.orgId),
        eq(messages.sendId, target.sendId),
        eq(messages.address, target.address),
        inArray(messages.contactId, people),
      ),
    );
  return recordMessageEvents(
    ctx,
    found.map(({ id }) => ({ messageId: id, type: 'unsubscribed' as const, occurredAt: ctx.now })),
  );
}
