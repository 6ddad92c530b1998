import * as z from 'zod';
import {
  adAccountSchema,
  adAudiencePatch,
  adAudienceSchema,
  adMemberSchema,
  adMembersQuery,
  adPlanPeopleQuery,
  adPlanPersonSchema,
  adPlanSchema,
  adPlatformSchema,
  adSyncErrorSchema,
  adSyncSchema,
  adSyncsQuery,
  applyInput,
  connectInput,
  mapInput,
} from '@/contracts/ads';
import { encodeId, idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { applySync } from '@/server/ads/apply-sync';
import { cancelSync } from '@/server/ads/cancel-sync';
import { checkAccount } from '@/server/ads/check-account';
import { connectAccount } from '@/server/ads/connect-account';
import { disconnectAccount } from '@/server/ads/disconnect-account';
import { getAccount } from '@/server/ads/get-account';
import { getAdAudience } from '@/server/ads/get-ad-audience';
import { listAccounts } from '@/server/ads/list-accounts';
import { listAdAudiences } from '@/server/ads/list-ad-audiences';
import { listAdMembers } from '@/server/ads/list-ad-members';
import { listPlatforms } from '@/server/ads/list-platforms';
import { listSyncErrors } from '@/server/ads/list-sync-errors';
import { getSync, listSyncs } from '@/server/ads/list-syncs';
import { mapAudience } from '@/server/ads/map-audience';
import { planPeople } from '@/server/ads/plan-people';
import { planSync } from '@/server/ads/plan-sync';
import { unmapAudience } from '@/server/ads/unmap-audience';
import { changeAdAudience } from '@/server/targeting/change-ad-audience';
import { endpoint } from '../endpoint';

const tag = 'Ads';
const account = z.object({ id: idSchema('adAccount') });
const adAudience = z.object({ id: idSchema('adAudience') });
const sync = z.object({ id: idSchema('adSync') });
const some = '01970000-0000-7000-8000-000000000001';

/** Ads sync: accounts at the platforms, audiences mapped to theirs, and the syncs between them. Before `/audiences/:id`. */
export const adsEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/ads/platforms',
    scope: 'read:ads',
    tag,
    summary: 'List the ads platforms',
    response: z.object({ data: z.array(adPlatformSchema) }),
    status: 200,
    handler: async () => listPlatforms(),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/accounts',
    scope: 'read:ads',
    tag,
    summary: 'List connected accounts',
    query: pageQuery,
    response: pageOf(adAccountSchema),
    status: 200,
    handler: (ctx, { query }) => listAccounts(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/accounts',
    scope: 'write:ads',
    tag,
    summary: 'Connect an account, or connect it again',
    description:
      'The platform is asked before anything is stored. Credentials are kept encrypted and never shown again; connecting a known account again replaces them.',
    body: connectInput,
    example: { platform: 'facebook', account_id: 'act_1000200030004000', credentials: { access_token: 'EAAB…' } },
    response: adAccountSchema,
    status: 201,
    handler: (ctx, { body }) => connectAccount(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/accounts/:id',
    scope: 'read:ads',
    tag,
    summary: 'Read an account',
    params: account,
    response: adAccountSchema,
    status: 200,
    handler: (ctx, { params }) => getAccount(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/accounts/:id/check',
    scope: 'write:ads',
    tag,
    summary: 'Ask the platform whether an account still works',
    params: account,
    response: adAccountSchema,
    status: 200,
    handler: (ctx, { params }) => checkAccount(ctx, params.id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/ads/accounts/:id',
    scope: 'write:ads',
    tag,
    summary: 'Disconnect an account',
    description: 'Deletes its credentials and stops its syncs. People who are on the platform stay there: empty the audiences first.',
    params: account,
    response: adAccountSchema,
    status: 200,
    handler: (ctx, { params }) => disconnectAccount(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/audiences',
    scope: 'read:ads',
    tag,
    summary: 'List mapped audiences',
    query: pageQuery,
    response: pageOf(adAudienceSchema),
    status: 200,
    handler: (ctx, { query }) => listAdAudiences(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/audiences',
    scope: 'write:ads',
    tag,
    summary: 'Map an audience',
    description: 'Makes the platform audience, or takes over the one in `external_id`. Nobody is sent before the first apply.',
    body: mapInput,
    example: { account_id: encodeId('adAccount', some), audience_id: encodeId('audience', some), consent: 'granted' },
    response: adAudienceSchema,
    status: 201,
    handler: (ctx, { body }) => mapAudience(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/audiences/:id',
    scope: 'read:ads',
    tag,
    summary: 'Read a mapped audience',
    params: adAudience,
    response: adAudienceSchema,
    status: 200,
    handler: (ctx, { params }) => getAdAudience(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/audiences/ads/audiences/:id',
    scope: 'write:ads',
    tag,
    summary: 'Pause or resume a mapped audience, set its consent, or keep its targeting',
    description:
      'Targeting is what the ads shown to these people should be narrowed by. It replaces what was kept, is checked against the lists of the platform, and comes back as `targeting_spec` to paste there: ads are run on the platform, nothing of it is sent.',
    params: adAudience,
    body: adAudiencePatch,
    example: {
      keep_in_sync: false,
      targeting: {
        locations: [{ code: 'US', name: 'United States' }],
        languages: ['en'],
        interests: [{ id: '6003139266461', name: 'Movies' }],
        options: [],
      },
    },
    response: adAudienceSchema,
    status: 200,
    handler: (ctx, { params, body }) => changeAdAudience(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/ads/audiences/:id',
    scope: 'write:ads',
    tag,
    summary: 'Unmap an audience',
    description: 'Forgets the mapping and every hash. Who is on the platform stays there: apply with `empty` first to take them out.',
    params: adAudience,
    status: 204,
    handler: (ctx, { params }) => unmapAudience(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/audiences/:id/plan',
    scope: 'read:ads',
    tag,
    summary: 'Plan: who would be added and removed now',
    params: adAudience,
    response: adPlanSchema,
    status: 200,
    mutates: false,
    handler: (ctx, { params }) => planSync(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/audiences/:id/plan/people',
    scope: 'read:ads',
    tag,
    summary: 'List the people behind a number of the plan',
    params: adAudience,
    query: adPlanPeopleQuery,
    response: pageOf(adPlanPersonSchema),
    status: 200,
    handler: (ctx, { params, query }) => planPeople(ctx, { id: params.id, ...query }),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/audiences/:id/apply',
    scope: 'write:ads',
    tag,
    summary: 'Apply: bring the platform audience in line, and keep it so',
    params: adAudience,
    body: applyInput,
    example: {},
    response: adSyncSchema,
    status: 202,
    handler: (ctx, { params, body }) => applySync(ctx, { id: params.id, empty: body.empty }),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/ads/audiences/:id/cancel',
    scope: 'write:ads',
    tag,
    summary: 'Cancel the sync under way',
    params: adAudience,
    response: adAudienceSchema,
    status: 200,
    handler: (ctx, { params }) => cancelSync(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/audiences/:id/members',
    scope: 'read:ads',
    tag,
    summary: 'List people with their state on the platform',
    params: adAudience,
    query: adMembersQuery,
    response: pageOf(adMemberSchema),
    status: 200,
    handler: (ctx, { params, query }) => listAdMembers(ctx, { id: params.id, ...query }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/syncs',
    scope: 'read:ads',
    tag,
    summary: 'List syncs',
    query: adSyncsQuery,
    response: pageOf(adSyncSchema),
    status: 200,
    handler: (ctx, { query: { ad_audience_id, ...page } }) => listSyncs(ctx, { adAudienceId: ad_audience_id, ...page }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/syncs/:id',
    scope: 'read:ads',
    tag,
    summary: 'Read a sync',
    params: sync,
    response: adSyncSchema,
    status: 200,
    handler: (ctx, { params }) => getSync(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/ads/syncs/:id/errors',
    scope: 'read:ads',
    tag,
    summary: 'List the people a sync failed for',
    params: sync,
    query: pageQuery,
    response: pageOf(adSyncErrorSchema),
    status: 200,
    handler: (ctx, { params, query }) => listSyncErrors(ctx, { id: params.id, ...query }),
  }),
];
