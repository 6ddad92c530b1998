import { and, asc, eq, gt, inArray } from 'drizzle-orm';
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
  const [send] = await ctx.db.select({ status: sends.status, delayedMs: sends.delayedMs }).from(sends).where(own);
  if (!send) throw notFound('send');
  const rows = await ctx.db
    .select()
    .from(messages)
    .where(
      and(
        eq(messages.orgId, ctx.orgId),
        eq(messages.sendId, input.sendId),
        input.status && inArray(messages.status, storedAs(input.status, send)),
        after ? gt(messages.id, after) : undefined,
      ),
    )
    .orderBy(asc(messages.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => toMessage(row, send),
    (message) => message.id,
  );
}

type Deciding = Pick<typeof sends.$inferSelect, 'status' | 'delayedMs'>;

/** As `statusNow`, the other way round. */
function storedAs(status: MessageStatus, send: Deciding): MessageStatus[] {
  if (send.status !== 'cancelled') return [status];
  if (status === 'cancelled') return ['cancelled', 'scheduled', 'claimed'];
  return status === 'scheduled' || status === 'claimed' ? [] : [status];
}

const toMessage = (row: typeof messages.$inferSelect, send: Deciding): Message => ({
  id: encodeId('message', row.id),
  send_id: encodeId('send', row.sendId),
  contact_id: row.contactId && encodeId('contact', row.contactId),
  address: row.address,
  status: send.status === 'cancelled' && (row.status === 'scheduled' || row.status === 'claimed') ? 'cancelled' : row.status,
  scheduled_at: dueOf(row, send)?.toISOString() ?? null,
  sent_at: row.sentAt?.toISOString() ?? null,
  attempt: row.attempt,
  error: row.error,
  metadata: row.metadata,
});

/** As `dueNow`; what was claimed once keeps the time that it was due at. */
const dueOf = ({ status, scheduledAt, delayedMs }: typeof messages.$inferSelect, send: Deciding): Date | null =>
  status === 'scheduled' && scheduledAt ? new Date(scheduledAt.getTime() + send.delayedMs - delayedMs) : scheduledAt;
