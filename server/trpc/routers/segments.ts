import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { audiencesQuery } from '@/contracts/queries';
import { filterSchema, overlapMatrixInput, segmentInput } from '@/contracts/segment';
import { createSegment } from '@/server/segments/create-segment';
import { deleteSegment } from '@/server/segments/delete-segment';
import { diffSegment } from '@/server/segments/diff-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { explainMember } from '@/server/segments/explain-member';
import { getSegment } from '@/server/segments/get-segment';
import { listEventNames } from '@/server/segments/list-event-names';
import { listFields } from '@/server/segments/list-fields';
import { listSegments } from '@/server/segments/list-segments';
import { overlapMatrix } from '@/server/segments/overlap-matrix';
import { segmentInsights } from '@/server/segments/segment-insights';
import { updateSegment } from '@/server/segments/update-segment';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('audience') });
const reachQuery = z.strictObject({
  filter: filterSchema,
  want: z.enum(['first', 'exact']).default('exact'),
  session: z.string().max(64).optional(),
});

export const segmentsRouter = router({
  list: memberProcedure.input(audiencesQuery).query(({ ctx, input }) => listSegments(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getSegment(ctx.user, input.id, { counted: false })),
  create: ownerProcedure.input(segmentInput).mutation(({ ctx, input }) => createSegment(ctx.user, input)),
  update: ownerProcedure.input(segmentInput.extend(byId.shape)).mutation(({ ctx, input }) => updateSegment(ctx.user, input)),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deleteSegment(ctx.user, input.id)),
  reach: memberProcedure.input(reachQuery).query(({ ctx, input, signal }) => estimateReach(ctx.user, { ...input, signal })),
  diff: memberProcedure
    .input(byId.extend({ filter: filterSchema }))
    .query(({ ctx, input, signal }) => diffSegment(ctx.user, { ...input, signal })),
  insights: memberProcedure.input(byId).query(({ ctx, input, signal }) => segmentInsights(ctx.user, input.id, signal)),
  overlap: memberProcedure.input(overlapMatrixInput).query(({ ctx, input, signal }) => overlapMatrix(ctx.user, { ...input, signal })),
  explain: memberProcedure
    .input(byId.extend({ contact_id: idSchema('contact') }))
    .query(({ ctx, input }) => explainMember(ctx.user, { id: input.id, contactId: input.contact_id })),
  fields: memberProcedure.query(({ ctx }) => listFields(ctx.user)),
  eventNames: memberProcedure.query(({ ctx }) => listEventNames(ctx.user)),
});
