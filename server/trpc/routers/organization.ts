import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { organizationPatch } from '@/contracts/organization';
import { database } from '@/server/db/client';
import { currentOrganization } from '@/server/organizations/current-organization';
import { openOrganization } from '@/server/organizations/open-organization';
import { updateOrganization } from '@/server/organizations/update-organization';
import { memberProcedure, ownerProcedure, personProcedure, router } from '@/server/trpc/init';

export const organizationRouter = router({
  current: memberProcedure.query(({ ctx }) => currentOrganization(ctx.user)),
  /** Goes on in another of one's organizations. */
  open: personProcedure
    .input(z.strictObject({ id: idSchema('organization') }))
    .mutation(({ ctx, input }) => openOrganization(database(), ctx.person, input.id)),
  update: ownerProcedure.input(organizationPatch).mutation(({ ctx, input }) => updateOrganization(ctx.user, input)),
});
