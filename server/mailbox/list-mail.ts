import { and, desc, ilike, lt, or } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { MailSummary } from '@/contracts/mail';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { mailbox } from '@/server/db/schema/platform';
import { readable } from './readable';

export const mailColumns = {
  id: mailbox.id,
  channel: mailbox.channel,
  from: mailbox.fromAddress,
  to: mailbox.toAddress,
  subject: mailbox.subject,
  receivedAt: mailbox.receivedAt,
};
type Row = Pick<typeof mailbox.$inferSelect, 'id' | 'channel' | 'subject' | 'receivedAt'> & { from: string; to: string };

export const toMail = ({ id, receivedAt, ...row }: Row): MailSummary => ({
  id: encodeId('mail', id),
  ...row,
  received_at: receivedAt.toISOString(),
});

/** What the catcher took for this organization, newest first. `q` looks in addresses and subject. */
export async function listMail(ctx: Ctx, input: { limit: number; cursor?: string; q?: string }): Promise<Page<MailSummary>> {
  const before = cursorId('mail', input.cursor);
  const like = input.q && containing(input.q);
  const rows = await ctx.db
    .select(mailColumns)
    .from(mailbox)
    .where(
      and(
        readable(ctx),
        before ? lt(mailbox.id, before) : undefined,
        like ? or(ilike(mailbox.toAddress, like), ilike(mailbox.fromAddress, like), ilike(mailbox.subject, like)) : undefined,
      ),
    )
    .orderBy(desc(mailbox.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toMail, (mail) => mail.id);
}
