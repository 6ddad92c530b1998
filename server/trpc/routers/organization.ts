import { organizationPatch } from '@/contracts/organization';
import { currentOrganization } from '@/server/organizations/current-organization';
import { updateOrganization } from '@/server/organizations/update-organization';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

export const organizationRouter = router({
  current: memberProcedure.query(({ ctx }) => currentOrganization(ctx.user)),
  update: ownerProcedure.input(organizationPatch).mutation(({ ctx, input }) => updateOrganization(ctx.user, input)),
});
