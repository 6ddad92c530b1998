import * as z from 'zod';
import { calendarQuery, campaignBody, campaignChanges, campaignsQuery, previewBody, scheduleBody } from '@/contracts/campaign';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { campaignAnalytics } from '@/server/campaigns/campaign-analytics';
import { campaignCalendar } from '@/server/campaigns/campaign-calendar';
import { cancelCampaign } from '@/server/campaigns/cancel-campaign';
import { createCampaign } from '@/server/campaigns/create-campaign';
import { deleteCampaign } from '@/server/campaigns/delete-campaign';
import { duplicateCampaign } from '@/server/campaigns/duplicate-campaign';
import { getCampaign } from '@/server/campaigns/get-campaign';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { listCampaigns } from '@/server/campaigns/list-campaigns';
import { listRuns } from '@/server/campaigns/list-runs';
import { pauseCampaign } from '@/server/campaigns/pause-campaign';
import { previewCampaign } from '@/server/campaigns/preview-campaign';
import { previewSchedule } from '@/server/campaigns/preview-schedule';
import { resumeCampaign } from '@/server/campaigns/resume-campaign';
import { updateCampaign } from '@/server/campaigns/update-campaign';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const id = idSchema('campaign');
const byId = z.strictObject({ id });

export const campaignsRouter = router({
  list: memberProcedure.input(campaignsQuery).query(({ ctx, input }) => listCampaigns(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getCampaign(ctx.user, input.id)),
  runs: memberProcedure.input(pageQuery.extend({ campaignId: id })).query(({ ctx, input }) => listRuns(ctx.user, input)),
  analytics: memberProcedure.input(byId).query(({ ctx, input }) => campaignAnalytics(ctx.user, input.id)),
  calendar: memberProcedure.input(calendarQuery).query(({ ctx, input }) => campaignCalendar(ctx.user, input)),
  preview: memberProcedure.input(previewBody).query(({ ctx, input }) => previewCampaign(ctx.user, input)),
  schedule: memberProcedure.input(scheduleBody).query(({ ctx, input }) => previewSchedule(ctx.user, input)),
  create: ownerProcedure.input(campaignBody).mutation(({ ctx, input }) => createCampaign(ctx.user, input)),
  update: ownerProcedure
    .input(campaignChanges.extend({ id }))
    .mutation(({ ctx, input: { id, ...changes } }) => updateCampaign(ctx.user, id, changes)),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deleteCampaign(ctx.user, input.id)),
  launch: ownerProcedure
    .input(byId.extend({ now: z.boolean().optional() }))
    .mutation(({ ctx, input }) => launchCampaign(ctx.user, input.id, input)),
  pause: ownerProcedure.input(byId).mutation(({ ctx, input }) => pauseCampaign(ctx.user, input.id)),
  resume: ownerProcedure.input(byId).mutation(({ ctx, input }) => resumeCampaign(ctx.user, input.id)),
  cancel: ownerProcedure.input(byId).mutation(({ ctx, input }) => cancelCampaign(ctx.user, input.id)),
  duplicate: ownerProcedure.input(byId).mutation(({ ctx, input }) => duplicateCampaign(ctx.user, input.id)),
});
