import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { CurrentOrganization, OrganizationPatch } from '@/contracts/organization';
import { audit } from '@/server/audit/record';
import type { UserCtx } from '@/server/auth/session';
import { organization } from '@/server/db/schema/auth';
import { currentOrganization } from './current-organization';

export async function updateOrganization(ctx: UserCtx, patch: OrganizationPatch): Promise<CurrentOrganization> {
  await ctx.db.transaction(async (tx) => {
    await tx.update(organization).set({ name: patch.name, postalAddress: patch.postal_address }).where(eq(organization.id, ctx.orgId));
    await audit(tx, ctx, 'organization.updated', encodeId('organization', ctx.orgId), patch);
  });
  return currentOrganization(ctx);
}
