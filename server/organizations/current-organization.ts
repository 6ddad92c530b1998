import { eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { CurrentOrganization } from '@/contracts/organization';
import type { UserCtx } from '@/server/auth/session';
import { organization, user } from '@/server/db/schema/auth';
import { env } from '@/server/env';

export async function currentOrganization(ctx: UserCtx): Promise<CurrentOrganization> {
  const [org] = await ctx.db.select().from(organization).where(eq(organization.id, ctx.orgId));
  const [person] = await ctx.db.select().from(user).where(eq(user.id, ctx.actor.id));
  if (!org || !person) throw notFound('Organization');
  return {
    id: encodeId('organization', org.id),
    name: org.name,
    role: ctx.actor.role,
    user: { id: encodeId('user', person.id), name: person.name, email: person.email },
    postal_address: org.postalAddress,
    demo: env().MUSTER_DEMO,
  };
}
