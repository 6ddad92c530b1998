import * as z from 'zod';
import { customInput, customPatch, customQuery } from '@/contracts/custom';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { createCustom } from '@/server/custom/create-custom';
import { customTypeList } from '@/server/custom/custom-types';
import { deleteCustom } from '@/server/custom/delete-custom';
import { explainCustom } from '@/server/custom/explain-custom';
import { getCustom } from '@/server/custom/get-custom';
import { listCustom } from '@/server/custom/list-custom';
import { listUploads } from '@/server/custom/list-uploads';
import { refreshCustom } from '@/server/custom/refresh-custom';
import { updateCustom } from '@/server/custom/update-custom';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('audience') });

export const customRouter = router({
  types: memberProcedure.query(() => customTypeList),
  list: memberProcedure.input(customQuery).query(({ ctx, input }) => listCustom(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getCustom(ctx.user, input.id)),
  create: ownerProcedure.input(customInput).mutation(({ ctx, input }) => createCustom(ctx.user, input)),
  update: ownerProcedure
    .input(byId.extend({ patch: customPatch }))
    .mutation(({ ctx, input }) => updateCustom(ctx.user, { id: input.id, patch: input.patch })),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deleteCustom(ctx.user, input.id)),
  refresh: ownerProcedure.input(byId).mutation(({ ctx, input }) => refreshCustom(ctx.user, input.id)),
  uploads: memberProcedure
    .input(pageQuery.extend(byId.shape))
    .query(({ ctx, input: { id, ...page } }) => listUploads(ctx.user, { audienceId: id, ...page })),
  explain: memberProcedure
    .input(byId.extend({ contact_id: idSchema('contact') }))
    .query(({ ctx, input }) => explainCustom(ctx.user, { id: input.id, contactId: input.contact_id })),
});
