import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Person } from '@/server/auth/session';
import type { Database } from '@/server/db/client';
import { member, session } from '@/server/db/schema/auth';

/** The person's session goes on in another of their organizations. @param id uuid @throws AppError not_found for one that is not theirs */
export async function openOrganization(db: Database, person: Person, id: string): Promise<{ id: string }> {
  const [theirs] = await db
    .select({ orgId: member.organizationId })
    .from(member)
    .where(and(eq(member.organizationId, id), eq(member.userId, person.id)));
  if (!theirs) throw notFound('Organization');
  await db.update(session).set({ activeOrganizationId: theirs.orgId }).where(eq(session.id, person.sessionId));
  return { id: encodeId('organization', theirs.orgId) };
}
