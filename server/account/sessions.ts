import { and, desc, eq, gt, ne } from 'drizzle-orm';
import type { Session } from '@/contracts/account';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { PersonCtx } from '@/server/auth/session';
import { session } from '@/server/db/schema/auth';
import { browserOf } from './browser';

/** Where the person is signed in, this place first. Tokens stay here. */
export async function listSessions({ db, now, person }: PersonCtx): Promise<Session[]> {
  const rows = await db
    .select()
    .from(session)
    .where(and(eq(session.userId, person.id), gt(session.expiresAt, now)))
    .orderBy(desc(eq(session.id, person.sessionId)), desc(session.createdAt))
    .limit(100);
  return rows.map((row) => ({
    id: encodeId('session', row.id),
    browser: browserOf(row.userAgent ?? ''),
    address: row.ipAddress || null,
    signed_in_at: row.createdAt.toISOString(),
    current: row.id === person.sessionId,
  }));
}

/** Out from its next request on. @param id uuid @throws AppError not_found for one that is not theirs */
export async function endSession({ db, person }: PersonCtx, id: string): Promise<{ id: string }> {
  const [row] = await db
    .delete(session)
    .where(and(eq(session.userId, person.id), eq(session.id, id)))
    .returning({ id: session.id });
  if (!row) throw notFound('Session');
  return { id: encodeId('session', id) };
}

/** All but the one that asks. */
export async function endOtherSessions({ db, person }: PersonCtx): Promise<{ ended: number }> {
  const others = and(eq(session.userId, person.id), ne(session.id, person.sessionId));
  return { ended: (await db.delete(session).where(others).returning({ id: session.id })).length };
}
