import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Actor, OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { member } from '@/server/db/schema/auth';
import { roleOf } from './session';

/**
 * What somebody changes about their account concerns every organization that they are in: one audit row in each, their membership the
 * target. Call it with the transaction of the change.
 * @param by who did it; without it, the person
 */
export async function auditPerson(
  tx: Executor,
  { userId, requestId, by }: { userId: string; requestId: string; by?: Actor | undefined },
  action: `account.${string}`,
  data: Record<string, unknown> = {},
): Promise<void> {
  for (const { id, organizationId, role } of await tx.select().from(member).where(eq(member.userId, userId))) {
    const actor = by ?? { type: 'user', id: userId, role: roleOf(role) };
    await audit(tx, { orgId: organizationId as OrgId, actor, requestId }, action, encodeId('member', id), data);
  }
}
