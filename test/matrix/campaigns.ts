import { createCampaign } from '@/server/campaigns/create-campaign';
import { uuidOf } from '@/test/factory';
import { type Area, type Owned, restById, trpcById } from './area';

const byId = restById('campaign');
const lost = trpcById('campaign');
const span = { from: '2027-01-01T00:00:00Z', to: '2027-02-01T00:00:00Z' };
const audience = (of: Owned) => uuidOf('audience', of.audience);

export const campaigns: Area = {
  own: async (ctx, owned) => {
    const made = await createCampaign(ctx, {
      name: owned.mark,
      audienceId: audience(owned),
      templateId: owned.template,
      schedule: { startAt: '2027-01-15T09:00:00Z', timezone: 'UTC' },
    });
    return { campaign: made.id };
  },
  rest: {
    'GET /campaigns': (their) => [{ want: 'nothing' }, { query: `q=${their.mark}`, want: 'nothing' }],
    'POST /campaigns': (their, my) => [
      { body: { name: 'x', audienceId: their.audience }, want: 422 },
      { body: { name: 'x', audiences: { include: [my.audience], exclude: [their.segment] } }, want: 422 },
      { body: { name: 'x', audienceId: my.audience, templateId: their.template }, want: 422 },
      { body: { name: 'x', audienceId: my.audience, channels: [{ channel: 'email', templateId: their.template }] }, want: 422 },
    ],
    'GET /campaigns/calendar': () => [{ query: `from=${span.from}&to=${span.to}`, want: 'nothing' }],
    'POST /campaigns/preview': (their, my) => [
      { body: { audiences: { include: [their.audience] } }, want: 422 },
      { body: { audiences: { include: [my.audience], exclude: [their.audience] } }, want: 422 },
      { body: { audiences: { include: [my.audience] }, campaignId: their.campaign } },
    ],
    'POST /campaigns/schedule': () => [{ want: 'nothing' }],
    'GET /campaigns/:id': byId,
    'PATCH /campaigns/:id': (their, my) => [
      { params: { id: their.campaign ?? '' } },
      { params: { id: my.campaign ?? '' }, body: { audienceId: their.audience }, want: 422 },
    ],
    'DELETE /campaigns/:id': byId,
    'POST /campaigns/:id/launch': byId,
    'POST /campaigns/:id/pause': byId,
    'POST /campaigns/:id/resume': byId,
    'POST /campaigns/:id/cancel': byId,
    'POST /campaigns/:id/duplicate': byId,
    'GET /campaigns/:id/analytics': byId,
    'GET /campaigns/:id/runs': byId,
  },
  trpc: {
    'campaigns.list': (their) => ({ blind: [{ q: their.mark }, {}] }),
    'campaigns.get': lost,
    'campaigns.runs': (their) => ({ lost: [{ campaignId: their.campaign }] }),
    'campaigns.analytics': lost,
    'campaigns.calendar': () => ({ blind: [span] }),
    'campaigns.preview': (their, my) => ({
      lost: [
        { audiences: { include: [their.audience] } },
        { audiences: { include: [my.audience], exclude: [their.segment] } },
        { audiences: { include: [my.audience] }, campaignId: their.campaign },
      ],
    }),
    'campaigns.schedule': () => ({ blind: [{}] }),
    'campaigns.create': (their, my) => ({
      lost: [
        { name: 'x', audienceId: their.audience },
        { name: 'x', audienceId: my.audience, templateId: their.template },
      ],
    }),
    'campaigns.update': (their, my) => ({
      lost: [
        { id: their.campaign, name: 'x' },
        { id: my.campaign, audienceId: their.audience },
      ],
    }),
    'campaigns.delete': lost,
    'campaigns.launch': lost,
    'campaigns.pause': lost,
    'campaigns.resume': lost,
    'campaigns.cancel': lost,
    'campaigns.duplicate': lost,
  },
};
