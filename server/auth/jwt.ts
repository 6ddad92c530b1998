import { and, eq } from 'drizzle-orm';
import { AppError, notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { newRequestId, type OrgId } from '@/server/context';
import { database } from '@/server/db/client';
import { member } from '@/server/db/schema/auth';
import { bearer } from './api-key';
import { auth } from './auth';
import { roleOf, type UserCtx } from './session';

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The gate of `/api/crm`: `Authorization: Bearer <JWT>` of a signed-in user (`GET /api/auth/token`) and `orgid: org_…`.
 * @throws AppError unauthenticated (no or bad token), bad_request (no `orgid`), not_found (an organization that is not theirs)
 */
export async function jwtContext(headers: Headers, requestId = newRequestId()): Promise<UserCtx> {
  const token = bearer(headers);
  if (!token) throw new AppError('unauthenticated', 'Give the JWT of a signed-in user: `Authorization: Bearer …`');
  const { payload } = await auth().api.verifyJWT({ body: { token } });
  const userId = payload?.sub;
  if (!userId || !uuid.test(userId)) throw new AppError('unauthenticated', 'This token is not valid');
  const wanted = headers.get('orgid')?.trim();
  if (!wanted) throw new AppError('bad_request', 'The header `orgid` is missing');
  const orgId = uuid.test(wanted) ? wanted : decodeId('organization', wanted);
  if (!orgId) throw notFound('Organization');
  const db = database();
  const [row] = await db
    .select({ role: member.role })
    .from(member)
    .where(and(eq(member.userId, userId), eq(member.organizationId, orgId)));
  if (!row) throw notFound('Organization');
  return { orgId: orgId as OrgId, actor: { type: 'user', id: userId, role: roleOf(row.role) }, db, now: new Date(), requestId };
}
