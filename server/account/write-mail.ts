import { and, desc, eq, inArray } from 'drizzle-orm';
import { render, toPlainText } from 'react-email';
import type { Executor } from '@/server/db/client';
import { sends } from '@/server/db/schema/sends';
import { env } from '@/server/env';

/* What mails about Muster itself have in common: invitations, and those about an account. */

/** Both forms of a mail made of `emails/mail-frame.tsx`. */
export async function writeMail(mail: Parameters<typeof render>[0]): Promise<{ html: string; text: string }> {
  const html = await render(mail);
  return { html, text: toPlainText(html, { selectors: [{ selector: 'h1', options: { uppercase: false } }] }).trim() };
}

/** Control characters would end the line of a header; a name that is long is no name. */
export const oneLine = (text: string) =>
  text
    .replace(/[\p{C}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim()
    .slice(0, 80);

/** Who it comes from: MAIL_FROM, else the sender of the last email of these organizations, else `otherwise`, which a mail server may refuse. */
export async function mailSender(db: Executor, orgIds: string[], otherwise: string): Promise<string> {
  const { MAIL_FROM } = env();
  if (MAIL_FROM) return MAIL_FROM;
  const [last] = await db
    .select({ from: sends.fromAddress })
    .from(sends)
    .where(and(inArray(sends.orgId, orgIds), eq(sends.channel, 'email')))
    .orderBy(desc(sends.id))
    .limit(1);
  return last?.from ?? otherwise;
}
