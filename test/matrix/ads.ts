import { encodeId } from '@/contracts/ids';
import { startStandIn } from '@/server/ads/stand-ins/server';
import { tiktokStandIn } from '@/server/ads/stand-ins/tiktok';
import { adAccounts, adAudiences, adMembers, adSyncErrors, adSyncs } from '@/server/db/schema/ads';
import { unique, uuidOf } from '@/test/factory';
import { type Area, restById, trpcById } from './area';

const standIn = await startStandIn('tiktok', tiktokStandIn);

/** No test calls a real platform. To be called in each file, before the settings are read. */
export function callStandIn(): void {
  process.env.ADS_TIKTOK_URL = standIn.url;
}

const nothing = () => [{ want: 'nothing' as const }];
const connection = { platform: 'tiktok', account_id: '123456', credentials: { access_token: 'not one of theirs' } };

/** Ads: an account without credentials, so that nothing calls a platform; an audience of it, with a member and a sync that failed. */
export const ads: Area = {
  async own(ctx, owned) {
    const contactId = uuidOf('contact', owned.contact);
    const [account] = await ctx.db
      .insert(adAccounts)
      .values({ orgId: ctx.orgId, platform: 'tiktok', name: owned.mark, externalId: unique(), status: 'disconnected' })
      .returning();
    const [audience] = await ctx.db
      .insert(adAudiences)
      .values({
        orgId: ctx.orgId,
        accountId: account?.id ?? '',
        audienceId: uuidOf('audience', owned.audience),
        name: owned.mark,
        externalId: unique(),
      })
      .returning();
    const adAudienceId = audience?.id ?? '';
    const [sync] = await ctx.db
      .insert(adSyncs)
      .values({ orgId: ctx.orgId, adAudienceId, kind: 'everybody', status: 'failed', createdBy: 'test' })
      .returning();
    await ctx.db.insert(adMembers).values({ orgId: ctx.orgId, adAudienceId, contactId, state: 'failed', identity: owned.mark });
    await ctx.db
      .insert(adSyncErrors)
      .values({ orgId: ctx.orgId, syncId: sync?.id ?? '', contactId, op: 'add', code: 'refused', message: owned.mark });
    return {
      adAccount: encodeId('adAccount', account?.id ?? ''),
      adAudience: encodeId('adAudience', adAudienceId),
      adSync: encodeId('adSync', sync?.id ?? ''),
    };
  },
  rest: {
    'GET /audiences/ads/platforms': nothing,
    'GET /audiences/ads/accounts': nothing,
    'POST /audiences/ads/accounts': () => [{ body: connection, want: 422 }],
    'GET /audiences/ads/accounts/:id': restById('adAccount'),
    'POST /audiences/ads/accounts/:id/check': restById('adAccount'),
    'DELETE /audiences/ads/accounts/:id': restById('adAccount'),
    'GET /audiences/ads/audiences': nothing,
    'POST /audiences/ads/audiences': (their, my) => [
      { body: { account_id: their.adAccount, audience_id: my.audience } },
      { body: { account_id: my.adAccount, audience_id: their.audience } },
    ],
    'GET /audiences/ads/audiences/:id': restById('adAudience'),
    'PATCH /audiences/ads/audiences/:id': restById('adAudience'),
    'DELETE /audiences/ads/audiences/:id': restById('adAudience'),
    'POST /audiences/ads/audiences/:id/plan': restById('adAudience'),
    'GET /audiences/ads/audiences/:id/plan/people': (their) => [{ params: { id: their.adAudience ?? '' }, query: 'change=add' }],
    'POST /audiences/ads/audiences/:id/apply': restById('adAudience'),
    'POST /audiences/ads/audiences/:id/cancel': restById('adAudience'),
    'GET /audiences/ads/audiences/:id/members': restById('adAudience'),
    'GET /audiences/ads/syncs': (their) => [{ want: 'nothing' }, { query: `ad_audience_id=${their.adAudience}` }],
    'GET /audiences/ads/syncs/:id': restById('adSync'),
    'GET /audiences/ads/syncs/:id/errors': restById('adSync'),
  },
  trpc: {
    'ads.platforms': () => ({ blind: [undefined] }),
    'ads.accounts': () => ({ blind: [{}] }),
    'ads.connect': () => ({ lost: [connection] }),
    'ads.check': trpcById('adAccount'),
    'ads.disconnect': trpcById('adAccount'),
    'ads.list': () => ({ blind: [{}] }),
    'ads.get': trpcById('adAudience'),
    'ads.map': (their, my) => ({
      lost: [
        { account_id: their.adAccount, audience_id: my.audience },
        { account_id: my.adAccount, audience_id: their.audience },
      ],
    }),
    'ads.update': (their) => ({ lost: [{ id: their.adAudience, keep_in_sync: false }] }),
    'ads.unmap': trpcById('adAudience'),
    'ads.plan': trpcById('adAudience'),
    'ads.planPeople': (their) => ({ lost: [{ id: their.adAudience, change: 'add' }] }),
    'ads.applyPlan': trpcById('adAudience'),
    'ads.cancel': trpcById('adAudience'),
    'ads.members': trpcById('adAudience'),
    'ads.syncs': (their) => ({ lost: [{ adAudienceId: their.adAudience }], blind: [{}] }),
    'ads.syncErrors': trpcById('adSync'),
  },
};
