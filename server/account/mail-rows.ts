import { and, eq, gt, inArray } from 'drizzle-orm';
import { LINK_MINUTES } from '@/contracts/account';
import { AppError } from '@/contracts/errors';
import { type Purpose, readLink } from '@/server/auth/link-token';
import type { Executor } from '@/server/db/client';
import { verification } from '@/server/db/schema/auth';
import { accountMail } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';

const minute = 60_000;
const link = LINK_MINUTES * minute;
const notice = 24 * 60 * minute;

/**
 * Mails about an account, and how long each is worth sending (milliseconds). `value` of the row: for `address` the new one, which the
 * link confirms; for `moved` the one before, where that is told.
 */
const lasting = { reset: link, address: link, moved: notice, password: notice };
export type MailKind = keyof typeof lasting;
export const purposes = { reset: 'reset-password', address: 'confirm-address' } as const satisfies Partial<Record<MailKind, Purpose>>;
export type LinkKind = keyof typeof purposes;

const named = (kind: MailKind, userId: string) => `${kind}:${userId}`;
const linksOf = (userId: string) => inArray(verification.identifier, [named('reset', userId), named('address', userId)]);

/** Has a mail sent once the caller's transaction is committed; of links, the newest of its kind counts alone. */
export async function postMail(tx: Executor, now: Date, kind: MailKind, userId: string, value = ''): Promise<void> {
  const identifier = named(kind, userId);
  if (kind in purposes) await tx.delete(verification).where(eq(verification.identifier, identifier));
  const expiresAt = new Date(now.getTime() + lasting[kind]);
  const [row] = await tx.insert(verification).values({ identifier, value, expiresAt }).returning({ id: verification.id });
  if (row) await enqueue(tx, accountMail({ mail_id: row.id }));
}

export type MailRow = { id: string; kind: MailKind; userId: string; value: string };

/** One that is still worth sending. */
export async function findMail(db: Executor, id: string, now: Date): Promise<MailRow | null> {
  const [row] = await db
    .select()
    .from(verification)
    .where(and(eq(verification.id, id), gt(verification.expiresAt, now)));
  const [kind = '', userId = ''] = row?.identifier.split(':') ?? [];
  return row && kind in lasting ? { id, kind: kind as MailKind, userId, value: row.value } : null;
}

/** What a link opens. @throws AppError not_found for one that is not ours, was used, is old or was replaced: which is not said */
export async function lookAtLink(db: Executor, kind: LinkKind, token: string, now: Date): Promise<MailRow> {
  const id = readLink(purposes[kind], token);
  const found = id && (await findMail(db, id, now));
  if (!found || found.kind !== kind) throw gone();
  return found;
}

/** Uses a link up: of two at once, one gets it. Its person's other links go with it. @throws AppError as `lookAtLink` */
export async function takeLink(tx: Executor, kind: LinkKind, token: string, now: Date): Promise<MailRow> {
  const found = await lookAtLink(tx, kind, token, now);
  const [taken] = await tx.delete(verification).where(eq(verification.id, found.id)).returning({ id: verification.id });
  if (!taken) throw gone();
  await voidLinks(tx, found.userId);
  return found;
}

export const voidLinks = (tx: Executor, userId: string) => tx.delete(verification).where(linksOf(userId));

export const dropMail = (db: Executor, id: string) => db.delete(verification).where(eq(verification.id, id));

const gone = () => new AppError('not_found', 'This link does not work any more: ask for a new one');
