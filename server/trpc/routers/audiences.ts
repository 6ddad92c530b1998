import * as z from 'zod';
import { addMembersInput, audienceInput, audiencePatch, removeMembersInput } from '@/contracts/audience';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { audiencesQuery } from '@/contracts/queries';
import { addMembers } from '@/server/audiences/add-members';
import { membersAtOnce } from '@/server/audiences/contact-count';
import { createAudience } from '@/server/audiences/create-audience';
import { deleteAudience } from '@/server/audiences/delete-audience';
import { getAudience } from '@/server/audiences/get-audience';
import { getImport } from '@/server/audiences/get-import';
import { listAudiences } from '@/server/audiences/list-audiences';
import { listImports } from '@/server/audiences/list-imports';
import { listMembers } from '@/server/audiences/list-members';
import { removeMembers } from '@/server/audiences/remove-members';
import { updateAudience } from '@/server/audiences/update-audience';
import { countAudience } from '@/server/segments/count-audience';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('audience') });

export const audiencesRouter = router({
  list: memberProcedure.input(audiencesQuery).query(({ ctx, input }) => listAudiences(ctx.user, { ...input, most: membersAtOnce })),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getAudience(ctx.user, input.id, membersAtOnce)),
  /** Of an audience that a list or its page shows without its number. */
  count: memberProcedure
    .input(byId.extend({ want: z.enum(['first', 'exact']) }))
    .query(({ ctx, input, signal }) => countAudience(ctx.user, { ...input, signal })),
  create: ownerProcedure.input(audienceInput).mutation(({ ctx, input }) => createAudience(ctx.user, input)),
  update: ownerProcedure
    .input(byId.extend(audiencePatch.shape))
    .mutation(({ ctx, input: { id, ...patch } }) => updateAudience(ctx.user, { id, patch })),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deleteAudience(ctx.user, input.id)),
  members: memberProcedure
    .input(pageQuery.extend(byId.shape))
    .query(({ ctx, input: { id, ...page } }) => listMembers(ctx.user, { audienceId: id, ...page })),
  addMembers: ownerProcedure
    .input(addMembersInput.safeExtend(byId.shape))
    .mutation(({ ctx, input: { id, ...input } }) => addMembers(ctx.user, { audienceId: id, ...input })),
  removeMembers: ownerProcedure
    .input(removeMembersInput.extend(byId.shape))
    .mutation(({ ctx, input: { id, ...input } }) => removeMembers(ctx.user, { audienceId: id, ...input })),
  imports: memberProcedure
    .input(pageQuery.extend(byId.shape))
    .query(({ ctx, input: { id, ...page } }) => listImports(ctx.user, { audienceId: id, ...page })),
  import: memberProcedure.input(z.strictObject({ id: idSchema('import') })).query(({ ctx, input }) => getImport(ctx.user, input.id)),
});
