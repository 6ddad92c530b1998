import { asc, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { CurrentOrganization } from '@/contracts/organization';
import type { UserCtx } from '@/server/auth/session';
import { member, organization, user } from '@/server/db/schema/auth';
import { env } from '@/server/env';

export async function currentOrganization(ctx: UserCtx): Promise<CurrentOrganization> {
  const [org] = await ctx.db.select().from(organization).where(eq(organization.id, ctx.orgId));
  const [person] = await ctx.db.select().from(user).where(eq(user.id, ctx.actor.id));
  if (!org || !person) throw notFound('Organization');
  const theirs = await ctx.db
    .select({ id: organization.id, name: organization.name })
    .from(member)
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(eq(member.userId, person.id))
    .orderBy(asc(organization.name), asc(organization.id));
  return {
    id: encodeId('organization', org.id),
    name: org.name,
    role: ctx.actor.role,
    user: { id: encodeId('user', person.id), name: person.name, email: person.email },
    organizations: theirs.map(({ id, name }) => ({ id: encodeId('organization', id), name })),
    postal_address: org.postalAddress,
    demo: env().MUSTER_DEMO,
  };
}
