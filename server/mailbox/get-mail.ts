import { and, eq } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { notFound } from '@/contracts/errors';
import type { Mail } from '@/contracts/mail';
import type { Ctx } from '@/server/context';
import { mailbox } from '@/server/db/schema/platform';
import { mailColumns, toMail } from './list-mail';
import { readable } from './readable';
import { sandboxed } from './sandboxed';

/** One message, parsed when it is read. @throws 404 */
export async function getMail(ctx: Ctx, id: string): Promise<Mail> {
  const [row] = await ctx.db
    .select({ ...mailColumns, raw: mailbox.raw, messageId: mailbox.messageId })
    .from(mailbox)
    .where(and(readable(ctx), eq(mailbox.id, id)));
  if (!row) throw notFound('mail');
  const { raw, messageId, ...summary } = row;
  if (row.channel === 'sms') {
    return { ...toMail(summary), html: null, text: raw, headers: messageId ? [{ name: 'Idempotency-Key', value: messageId }] : [] };
  }
  const mail = await PostalMime.parse(raw);
  return {
    ...toMail(summary),
    html: mail.html ? sandboxed(mail.html) : null,
    text: mail.text ?? '',
    headers: mail.headers.map(({ originalKey, value }) => ({ name: originalKey, value })),
  };
}
