import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { changesQuery, historyQuery, sizeQuery } from '@/contracts/membership';
import { pageQuery } from '@/contracts/page';
import { contactAudiences } from '@/server/membership/contact-audiences';
import { getWatch } from '@/server/membership/get-watch';
import { listChanges } from '@/server/membership/list-changes';
import { membersOn } from '@/server/membership/members-on';
import { setHistory } from '@/server/membership/set-history';
import { sizeHistory } from '@/server/membership/size-history';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = { id: idSchema('audience') };

export const membershipRouter = router({
  watch: memberProcedure.input(z.strictObject(byId)).query(({ ctx, input }) => getWatch(ctx.user, input.id)),
  setHistory: ownerProcedure.input(z.strictObject({ ...byId, on: z.boolean() })).mutation(({ ctx, input }) => setHistory(ctx.user, input)),
  changes: memberProcedure.input(changesQuery.extend(byId)).query(({ ctx, input }) => listChanges(ctx.user, input)),
  membersOn: memberProcedure.input(historyQuery.extend(byId)).query(({ ctx, input }) => membersOn(ctx.user, input)),
  sizeHistory: memberProcedure.input(sizeQuery.extend(byId)).query(({ ctx, input }) => sizeHistory(ctx.user, input)),
  contactAudiences: memberProcedure
    .input(pageQuery.extend({ id: idSchema('contact') }))
    .query(({ ctx, input }) => contactAudiences(ctx.user, input)),
});
