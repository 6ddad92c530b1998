import { eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Role } from '@/contracts/scopes';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { invitation, organization } from '@/server/db/schema/auth';
import { readLink } from './link-token';
import { roleOf } from './session';

export type Invited = {
  id: string;
  orgId: OrgId;
  organization: string;
  email: string;
  role: Role;
  inviterId: string;
  status: string;
  expiresAt: Date;
};

/**
 * The gate of invitations: whoever holds the link may join the one organization that the row names, as the row says. Whether it still
 * waits is for the caller to look at. With `hold`, the row is locked until the transaction ends.
 * @throws AppError not_found for a link that is not ours
 */
export async function invitedBy(db: Executor, token: string, hold = false): Promise<Invited> {
  const id = readLink('invitation', token);
  if (!id) throw notFound('Invitation');
  const query = db
    .select({ invitation, organization: organization.name })
    .from(invitation)
    .innerJoin(organization, eq(organization.id, invitation.organizationId))
    .where(eq(invitation.id, id));
  const [row] = await (hold ? query.for('update', { of: invitation }) : query);
  if (!row) throw notFound('Invitation');
  const { organizationId, role, ...found } = row.invitation;
  return { ...found, orgId: organizationId as OrgId, role: roleOf(role ?? ''), organization: row.organization };
}
