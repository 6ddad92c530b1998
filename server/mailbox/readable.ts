import { and, eq, or, type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { invitation } from '@/server/db/schema/auth';
import { mailbox } from '@/server/db/schema/platform';

/**
 * What of the mailbox somebody may read. Mail about an account: that person alone, because its links set passwords. Of the organization's:
 * with an invitation to another address a member could join as its owner, so owners only.
 */
export function readable({ orgId, actor }: Pick<Ctx, 'orgId' | 'actor'>): SQL | undefined {
  const isOwner = actor.type === 'user' && actor.role === 'owner';
  const organizations = and(eq(mailbox.orgId, orgId), isOwner ? undefined : notInvited(orgId));
  return actor.type === 'user' ? or(eq(mailbox.userId, actor.id), organizations) : organizations;
}

const notInvited = (orgId: string): SQL => sql`not exists (
  select from ${invitation} where ${invitation.organizationId} = ${orgId} and lower(${invitation.email}) = lower(${mailbox.toAddress}))`;
