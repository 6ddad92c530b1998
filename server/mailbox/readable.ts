import { and, eq, type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { invitation } from '@/server/db/schema/auth';
import { mailbox } from '@/server/db/schema/platform';

/** What of the mailbox somebody may read: with an invitation to another address a member could join as its owner, so owners only. */
export function readable({ orgId, actor }: Pick<Ctx, 'orgId' | 'actor'>): SQL | undefined {
  const own = eq(mailbox.orgId, orgId);
  if (actor.type === 'user' && actor.role === 'owner') return own;
  const invited = sql`select from ${invitation} where ${invitation.organizationId} = ${orgId} and lower(${invitation.email}) = lower(${mailbox.toAddress})`;
  return and(own, sql`not exists (${invited})`);
}
