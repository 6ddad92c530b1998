import { and, eq, gt } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { newRequestId, type OrgId } from '@/server/context';
import { database } from '@/server/db/client';
import { member, session } from '@/server/db/schema/auth';
import { bearer } from './api-key';
import { auth } from './auth';
import { roleOf, type UserCtx } from './session';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const invalidToken = () => new AppError('unauthenticated', 'This token is not valid');

/**
 * The gate of `/api/crm`: `Authorization: Bearer <JWT>` of a signed-in user (`GET /api/auth/token`) and `orgid: org_…`. A token ends with
 * the session it was fetched with (its `sid`), however it ends, and with its own 15 minutes.
 * @throws AppError unauthenticated (no or bad token, its session is over), bad_request (no `orgid`), not_found (an organization that is not theirs)
 */
export async function jwtContext(headers: Headers, requestId = newRequestId()): Promise<UserCtx> {
  const token = bearer(headers);
  if (!token) throw new AppError('unauthenticated', 'Give the JWT of a signed-in user: `Authorization: Bearer …`');
  const { payload } = await auth().api.verifyJWT({ body: { token } });
  const userId = uuidOf(payload?.sub);
  const sessionId = uuidOf(payload?.sid);
  if (!userId || !sessionId) throw invalidToken();
  const wanted = headers.get('orgid')?.trim();
  if (!wanted) throw new AppError('bad_request', 'The header `orgid` is missing');
  const orgId = uuidOf(wanted) ?? decodeId('organization', wanted);
  if (!orgId) throw notFound('Organization');
  const db = database();
  const now = new Date();
  const [found] = await db
    .select({ role: member.role })
    .from(session)
    .leftJoin(member, and(eq(member.userId, session.userId), eq(member.organizationId, orgId)))
    .where(and(eq(session.id, sessionId), eq(session.userId, userId), gt(session.expiresAt, now)));
  if (!found) throw invalidToken();
  if (found.role === null) throw notFound('Organization');
  return { orgId: orgId as OrgId, actor: { type: 'user', id: userId, role: roleOf(found.role) }, db, now, requestId };
}

const uuidOf = (given: unknown) => (typeof given === 'string' && uuid.test(given) ? given : undefined);
