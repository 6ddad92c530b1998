import * as z from 'zod';
import {
  calendarQuery,
  campaignAnalyticsSchema,
  campaignCalendar as campaignCalendarSchema,
  campaignInput,
  campaignPreview,
  campaignRunSchema,
  campaignSchema,
  campaignsQuery,
  campaignUpdate,
  previewInput,
  scheduleInput,
  schedulePreview,
} from '@/contracts/campaign';
import { encodeId, idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
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
import type { Ctx } from '@/server/context';
import { endpoint } from '../endpoint';

const tag = 'Campaigns';
const params = z.object({ id: idSchema('campaign') });
const audience = encodeId('audience', '01970000-0000-7000-8000-000000000001');
const other = encodeId('audience', '01970000-0000-7000-8000-000000000002');
const schedule = { startAt: '2027-05-03 09:00', endAt: '2027-12-31 23:59', timezone: 'Europe/Paris' };

/** A change of status without a body. */
const act = (
  name: 'pause' | 'resume' | 'cancel' | 'duplicate',
  summary: string,
  description: string,
  verb: (ctx: Ctx, id: string) => Promise<z.infer<typeof campaignSchema>>,
) =>
  endpoint({
    method: 'POST',
    path: `/campaigns/:id/${name}`,
    scope: 'write:campaigns',
    tag,
    summary,
    description,
    params,
    response: campaignSchema,
    status: name === 'duplicate' ? 201 : 200,
    handler: (ctx, { params }) => verb(ctx, params.id),
  });

export const campaignEndpoints = [
  endpoint({
    method: 'GET',
    path: '/campaigns',
    scope: 'read:campaigns',
    tag,
    summary: 'List campaigns',
    query: campaignsQuery,
    response: pageOf(campaignSchema),
    status: 200,
    handler: (ctx, { query }) => listCampaigns(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/campaigns',
    scope: 'write:campaigns',
    tag,
    summary: 'Create a campaign',
    description:
      'The body is the CRM’s camelCase; the API’s own snake_case (`audience_id`, `start_at`) is taken as well, and answers are always snake_case. Only `name` is required of a draft. `status: "scheduled"` launches it: at `schedule.startAt`, at the times of `recurring.cron`, or at once. Several audiences are united, exclusions left out, and each person gets the campaign once per occurrence, by the first of `channels` that reaches them. Without `from`, the sender of your last send of the channel; if there was none, your organization at its owner’s address.',
    body: campaignInput,
    example: {
      name: 'Weekly newsletter',
      audienceId: audience,
      templateId: 'weekly-newsletter',
      channels: ['email'],
      schedule,
      recurring: { cron: '0 9 * * MON' },
      status: 'draft',
    },
    response: campaignSchema,
    status: 201,
    handler: (ctx, { body }) => createCampaign(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/campaigns/calendar',
    scope: 'read:campaigns',
    tag,
    summary: 'List past and planned occurrences',
    description: 'In `from … to` (exclusive), 100 days at most; `run` is null for those that are planned.',
    query: calendarQuery,
    response: campaignCalendarSchema,
    status: 200,
    handler: (ctx, { query }) => campaignCalendar(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/campaigns/preview',
    scope: 'read:campaigns',
    tag,
    summary: 'Count who a launch would reach now',
    description: '`included − excluded − received_before = people`, and `people = Σ will_receive + suppressed + unreachable`.',
    body: previewInput,
    example: { audiences: { include: [audience], exclude: [other] }, channels: ['email', 'sms'] },
    response: campaignPreview,
    status: 200,
    mutates: false,
    handler: (ctx, { body }) => previewCampaign(ctx, body),
  }),
  endpoint({
    method: 'POST',
    path: '/campaigns/schedule',
    scope: 'read:campaigns',
    tag,
    summary: 'Say what a schedule means',
    description:
      'The next occurrences, five at most. Local times follow the clock of `timezone`: one that the clocks skip in spring moves forward, of one that they repeat in autumn the first is meant.',
    body: scheduleInput,
    example: { schedule, recurring: { cron: '0 9 * * MON' } },
    response: schedulePreview,
    status: 200,
    mutates: false,
    handler: (ctx, { body }) => previewSchedule(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/campaigns/:id',
    scope: 'read:campaigns',
    tag,
    summary: 'Read a campaign',
    params,
    response: campaignSchema,
    status: 200,
    handler: (ctx, { params }) => getCampaign(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/campaigns/:id',
    scope: 'write:campaigns',
    tag,
    summary: 'Change a campaign',
    description:
      'Until it is launched; then only its name and description (409 with the reason). What is given replaces what was. `status: "draft"` takes a scheduled campaign back.',
    params,
    body: campaignUpdate,
    example: { name: 'Monday newsletter', schedule },
    response: campaignSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateCampaign(ctx, params.id, body),
  }),
  endpoint({
    method: 'DELETE',
    path: '/campaigns/:id',
    scope: 'write:campaigns',
    tag,
    summary: 'Delete a campaign that never sent',
    params,
    status: 204,
    handler: (ctx, { params }) => deleteCampaign(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/campaigns/:id/launch',
    scope: 'write:campaigns',
    tag,
    summary: 'Launch a campaign',
    description:
      'At its start, at the times of its pattern, or at once when it has neither. `?now=true`: at once though its start is later.',
    params,
    query: z.strictObject({ now: z.enum(['true', 'false']).default('false') }),
    response: campaignSchema,
    status: 200,
    handler: (ctx, { params, query }) => launchCampaign(ctx, params.id, { now: query.now === 'true' }),
  }),
  act(
    'pause',
    'Pause a campaign',
    'Its sends pause: nothing more leaves. No occurrence starts. A second call changes nothing.',
    pauseCampaign,
  ),
  act(
    'resume',
    'Resume a paused campaign',
    'What has not left keeps its spacing. Occurrences that passed meanwhile are skipped, and the runs say so; a single start that passed is made up for now. A launch that failed is tried again.',
    resumeCampaign,
  ),
  act(
    'cancel',
    'Cancel a campaign',
    'What has not left does not leave; what was sent stays sent. A second call changes nothing.',
    cancelCampaign,
  ),
  act('duplicate', 'Duplicate a campaign', 'A draft with the same settings; times that have passed are left out.', (ctx, id) =>
    duplicateCampaign(ctx, id),
  ),
  endpoint({
    method: 'GET',
    path: '/campaigns/:id/analytics',
    scope: 'read:campaigns',
    tag,
    summary: 'Analyse a campaign',
    description:
      'In all, and per occurrence, channel and variant: the ledger as a sum that closes, and messages with at least one open, click … of a person; machines and scanners under `bots`.',
    params,
    response: campaignAnalyticsSchema,
    status: 200,
    handler: (ctx, { params }) => campaignAnalytics(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/campaigns/:id/runs',
    scope: 'read:campaigns',
    tag,
    summary: 'List the occurrences of a campaign',
    description:
      '`missed`: earlier occurrences that nobody was there to start; a run that is late stands for them, there is never a burst.',
    params,
    query: pageQuery,
    response: pageOf(campaignRunSchema),
    status: 200,
    handler: (ctx, { params, query }) => listRuns(ctx, { campaignId: params.id, ...query }),
  }),
];
