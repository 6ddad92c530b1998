import * as z from 'zod';
import { automationBody, automationsQuery, runsQuery, testInput } from '@/contracts/automation-api';
import { idSchema } from '@/contracts/ids';
import { checkDefinition } from '@/server/automations/check-definition';
import { createAutomation } from '@/server/automations/create-automation';
import { getAutomation } from '@/server/automations/get-automation';
import { getRun } from '@/server/automations/get-run';
import { getHook, rotateHook } from '@/server/automations/hook';
import { listAutomations } from '@/server/automations/list-automations';
import { listRuns } from '@/server/automations/list-runs';
import { listVersions } from '@/server/automations/list-versions';
import { moveRuns } from '@/server/automations/move-runs';
import { activateAutomation, archiveAutomation, pauseAutomation } from '@/server/automations/set-status';
import { stopRuns } from '@/server/automations/stop-runs';
import { testAutomation } from '@/server/automations/test-automation';
import { updateAutomation } from '@/server/automations/update-automation';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('automation') });
const byRun = byId.extend({ runId: idSchema('automationRun') });

export const automationsRouter = router({
  list: memberProcedure.input(automationsQuery).query(({ ctx, input }) => listAutomations(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getAutomation(ctx.user, input.id)),
  /** What is wrong with a definition that is being edited; nothing is saved. */
  check: memberProcedure
    .input(z.strictObject({ definition: z.unknown() }))
    .query(async ({ ctx, input }) => (await checkDefinition(ctx.user, input.definition)).issues),
  create: ownerProcedure.input(automationBody).mutation(({ ctx, input }) => createAutomation(ctx.user, input)),
  update: ownerProcedure
    .input(automationBody.extend({ id: idSchema('automation'), basedOn: z.number().int().positive().optional() }))
    .mutation(({ ctx, input: { basedOn, ...input } }) => updateAutomation(ctx.user, { ...input, based_on: basedOn })),
  activate: ownerProcedure.input(byId).mutation(({ ctx, input }) => activateAutomation(ctx.user, input.id)),
  pause: ownerProcedure.input(byId).mutation(({ ctx, input }) => pauseAutomation(ctx.user, input.id)),
  archive: ownerProcedure.input(byId).mutation(({ ctx, input }) => archiveAutomation(ctx.user, input.id)),
  versions: memberProcedure.input(byId).query(({ ctx, input }) => listVersions(ctx.user, input.id)),
  runs: memberProcedure
    .input(runsQuery.extend({ id: idSchema('automation') }))
    .query(({ ctx, input: { contact_id, ...input } }) => listRuns(ctx.user, { ...input, contactId: contact_id })),
  run: memberProcedure.input(byRun).query(({ ctx, input }) => getRun(ctx.user, input)),
  stopRun: ownerProcedure.input(byRun).mutation(({ ctx, input }) => stopRuns(ctx.user, input)),
  stopRuns: ownerProcedure
    .input(byId.extend({ version: z.number().int().positive().optional() }))
    .mutation(({ ctx, input }) => stopRuns(ctx.user, input)),
  moveRuns: ownerProcedure
    .input(byId.extend({ from: z.number().int().positive().optional() }))
    .mutation(({ ctx, input }) => moveRuns(ctx.user, input)),
  hook: ownerProcedure.input(byId).query(({ ctx, input }) => getHook(ctx.user, input.id)),
  rotateHook: ownerProcedure.input(byId).mutation(({ ctx, input }) => rotateHook(ctx.user, input.id)),
  test: ownerProcedure
    .input(testInput.extend({ id: idSchema('automation'), definition: z.unknown().optional() }))
    .mutation(({ ctx, input }) => testAutomation(ctx.user, input)),
});
