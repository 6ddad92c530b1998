import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { invitation } from '@/server/db/schema/auth';
import { mailbox } from '@/server/db/schema/platform';

/**
 * What of the mailbox somebody may read. Mail about an account: that person alone, because its links set passwords. Of the organization's:
 * with an invitation to another address a member could join as its owner, so owners only.
 */
export function readable({ orgId, actor }: Pick<Ctx, 'orgId' | 'actor'>): SQL | undefined {
  const organizations = eq(mailbox.orgId, orgId);
  if (actor.type !== 'user') return and(organizations, notInvited(orgId));
  const own = eq(mailbox.userId, actor.id);
  return or(own, actor.role === 'owner' ? organizations : and(organizations, notInvited(orgId)));
}

const notInvited = (orgId: string): SQL => sql`not exists (
  select from ${invitation} where ${invitation.organizationId} = ${orgId} and lower(${invitation.email}) = lower(${mailbox.toAddress}))`;
