import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { suppressionsQuery } from '@/contracts/queries';
import { suppressionInput } from '@/contracts/suppression';
import { liftSuppression } from '@/server/suppressions/lift-suppression';
import { listSuppressions } from '@/server/suppressions/list-suppressions';
import { suppress } from '@/server/suppressions/suppress';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

export const suppressionsRouter = router({
  list: memberProcedure.input(suppressionsQuery).query(({ ctx, input }) => listSuppressions(ctx.user, input)),
  suppress: ownerProcedure.input(suppressionInput).mutation(({ ctx, input }) => suppress(ctx.user, input)),
  lift: ownerProcedure
    .input(z.strictObject({ id: idSchema('suppression') }))
    .mutation(({ ctx, input }) => liftSuppression(ctx.user, input.id)),
});
