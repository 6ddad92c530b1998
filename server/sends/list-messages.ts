import { and, asc, eq, gt } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Message, MessageStatus } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { messages, sends } from '@/server/db/schema/sends';

type Input = { sendId: string; status?: MessageStatus; limit: number; cursor?: string };

/** The ledger of a send, in the order in which it was written. @throws AppError not_found (send) */
export async function listMessages(ctx: Ctx, input: Input): Promise<Page<Message>> {
  const after = cursorId('message', input.cursor);
  const own = and(eq(sends.orgId, ctx.orgId), eq(sends.id, input.sendId));
  if (!(await ctx.db.select({ id: sends.id }).from(sends).where(own)).length) throw notFound('send');
  const rows = await ctx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.orgId, ctx.orgId),
        eq(messages.sendId, input.sendId),
        input.status ? eq(messages.status, input.status) : undefined,
        after ? gt(messages.id, after) : undefined,
      ),
    )
    .orderBy(asc(messages.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toMessage, (message) => message.id);
}

const toMessage = (row: typeof messages.$inferSelect): Message => ({
  id: encodeId('message', row.id),
  send_id: encodeId('send', row.sendId),
  contact_id: row.contactId && encodeId('contact', row.contactId),
  address: row.address,
  status: row.status,
  scheduled_at: row.scheduledAt?.toISOString() ?? null,
  sent_at: row.sentAt?.toISOString() ?? null,
  attempt: row.attempt,
  error: row.error,
  metadata: row.metadata,
});
