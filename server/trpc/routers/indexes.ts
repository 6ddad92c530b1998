import * as z from 'zod';
import { filterIndexInput } from '@/contracts/filter-index';
import { idSchema } from '@/contracts/ids';
import { createIndex } from '@/server/indexes/create-index';
import { dropIndex } from '@/server/indexes/drop-index';
import { getIndex, listIndexes } from '@/server/indexes/list-indexes';
import { listSlowFilters } from '@/server/indexes/list-slow-filters';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const one = z.strictObject({ id: idSchema('filterIndex') });

export const indexesRouter = router({
  slowFilters: memberProcedure.query(({ ctx }) => listSlowFilters(ctx.user)),
  list: memberProcedure.query(({ ctx }) => listIndexes(ctx.user)),
  get: memberProcedure.input(one).query(({ ctx, input }) => getIndex(ctx.user, input.id)),
  create: ownerProcedure.input(filterIndexInput).mutation(({ ctx, input }) => createIndex(ctx.user, input)),
  drop: ownerProcedure.input(one).mutation(({ ctx, input }) => dropIndex(ctx.user, input.id)),
});
