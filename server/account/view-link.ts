import { eq } from 'drizzle-orm';
import type { LinkView } from '@/contracts/account';
import { notFound } from '@/contracts/errors';
import type { OpenCtx } from '@/server/auth/session';
import { user } from '@/server/db/schema/auth';
import { type LinkKind, lookAtLink } from './mail-rows';

/** What the link's holder is told before they act: whoever follows links ahead of people changes nothing. @throws AppError not_found */
export async function viewLink({ db, now }: OpenCtx, kind: LinkKind, token: string): Promise<LinkView> {
  const { userId, value } = await lookAtLink(db, kind, token, now);
  const [person] = await db.select({ email: user.email }).from(user).where(eq(user.id, userId));
  if (!person) throw notFound('Account');
  return { email: person.email, to: value || null };
}
