import * as z from 'zod';
import { adAudiencePatch, adMembersQuery, adPlanPeopleQuery, applyInput, connectInput, mapInput } from '@/contracts/ads';
import { idSchema } from '@/contracts/ids';
import { pageQuery } from '@/contracts/page';
import { applySync } from '@/server/ads/apply-sync';
import { cancelSync } from '@/server/ads/cancel-sync';
import { checkAccount } from '@/server/ads/check-account';
import { connectAccount } from '@/server/ads/connect-account';
import { disconnectAccount } from '@/server/ads/disconnect-account';
import { getAdAudience } from '@/server/ads/get-ad-audience';
import { listAccounts } from '@/server/ads/list-accounts';
import { listAdAudiences } from '@/server/ads/list-ad-audiences';
import { listAdMembers } from '@/server/ads/list-ad-members';
import { listPlatforms } from '@/server/ads/list-platforms';
import { listSyncErrors } from '@/server/ads/list-sync-errors';
import { listSyncs } from '@/server/ads/list-syncs';
import { mapAudience } from '@/server/ads/map-audience';
import { planPeople } from '@/server/ads/plan-people';
import { planSync } from '@/server/ads/plan-sync';
import { unmapAudience } from '@/server/ads/unmap-audience';
import { changeAdAudience } from '@/server/targeting/change-ad-audience';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const accountId = z.strictObject({ id: idSchema('adAccount') });
const id = { id: idSchema('adAudience') };
const byId = z.strictObject(id);

export const adsRouter = router({
  platforms: memberProcedure.query(() => listPlatforms()),
  accounts: memberProcedure.input(pageQuery).query(({ ctx, input }) => listAccounts(ctx.user, input)),
  connect: ownerProcedure.input(connectInput).mutation(({ ctx, input }) => connectAccount(ctx.user, input)),
  check: ownerProcedure.input(accountId).mutation(({ ctx, input }) => checkAccount(ctx.user, input.id)),
  disconnect: ownerProcedure.input(accountId).mutation(({ ctx, input }) => disconnectAccount(ctx.user, input.id)),
  list: memberProcedure.input(pageQuery).query(({ ctx, input }) => listAdAudiences(ctx.user, input)),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getAdAudience(ctx.user, input.id)),
  map: ownerProcedure.input(mapInput).mutation(({ ctx, input }) => mapAudience(ctx.user, input)),
  update: ownerProcedure.input(adAudiencePatch.extend(id)).mutation(({ ctx, input }) => changeAdAudience(ctx.user, input)),
  unmap: ownerProcedure.input(byId).mutation(({ ctx, input }) => unmapAudience(ctx.user, input.id)),
  plan: memberProcedure.input(byId).query(({ ctx, input }) => planSync(ctx.user, input.id)),
  planPeople: memberProcedure.input(adPlanPeopleQuery.extend(id)).query(({ ctx, input }) => planPeople(ctx.user, input)),
  applyPlan: ownerProcedure.input(applyInput.extend(id)).mutation(({ ctx, input }) => applySync(ctx.user, input)),
  cancel: ownerProcedure.input(byId).mutation(({ ctx, input }) => cancelSync(ctx.user, input.id)),
  members: memberProcedure.input(adMembersQuery.extend(id)).query(({ ctx, input }) => listAdMembers(ctx.user, input)),
  syncs: memberProcedure
    .input(pageQuery.extend({ adAudienceId: idSchema('adAudience').optional() }))
    .query(({ ctx, input }) => listSyncs(ctx.user, input)),
  syncErrors: memberProcedure
    .input(pageQuery.extend({ id: idSchema('adSync') }))
    .query(({ ctx, input }) => listSyncErrors(ctx.user, input)),
});
