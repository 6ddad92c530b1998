import { asc, desc, eq, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Role } from '@/contracts/scopes';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { database } from '@/server/db/client';
import { member } from '@/server/db/schema/auth';
import { auth } from './auth';

export type UserCtx = PoolCtx & { actor: { type: 'user'; id: string; role: Role } };

/** Somebody who is signed in, wherever they belong. `sessionId` is their session's uuid. */
export type Person = { id: string; name: string; email: string; sessionId: string };

/** What is known of a request that no organization stands behind. */
export type OpenCtx = Pick<PoolCtx, 'db' | 'now' | 'requestId'>;
/** A request of somebody, about themselves. */
export type PersonCtx = OpenCtx & { person: Person };

/** Who is signed in. @throws AppError unauthenticated without a valid session */
export async function personOf(headers: Headers): Promise<Person> {
  const found = await auth().api.getSession({ headers });
  if (!found) throw new AppError('unauthenticated', 'Sign in first');
  return { id: found.user.id, name: found.user.name, email: found.user.email, sessionId: found.session.id };
}

/**
 * The session gate: who is signed in, in which organization, as what. Membership is read anew for every request, so that a removed
 * member or a changed role counts at once.
 * @throws AppError unauthenticated without a valid session, forbidden for a user of no organization
 */
export async function sessionContext(headers: Headers, requestId = newRequestId()): Promise<UserCtx> {
  const found = await auth().api.getSession({ headers });
  if (!found) throw new AppError('unauthenticated', 'Sign in first');
  const membership = await membershipOf(found.user.id, found.session.activeOrganizationId ?? null);
  if (!membership) throw new AppError('forbidden', 'You are not a member of an organization');
  return { ...membership, db: database(), now: new Date(), requestId };
}

/** The user's membership in the organization, or in their first one when that is not (or no longer) theirs. */
async function membershipOf(userId: string, wanted: string | null): Promise<Pick<UserCtx, 'orgId' | 'actor'> | null> {
  const [row] = await database()
    .select({ orgId: member.organizationId, role: member.role })
    .from(member)
    .where(eq(member.userId, userId))
    .orderBy(desc(sql`${member.organizationId} is not distinct from ${wanted}`), asc(member.createdAt), asc(member.id))
    .limit(1);
  return row ? { orgId: row.orgId as OrgId, actor: { type: 'user', id: userId, role: roleOf(row.role) } } : null;
}

/** Rows may hold several roles as a comma-separated list. */
export const roleOf = (stored: string): Role => (stored.split(',').includes('owner') ? 'owner' : 'member');
