import { interestsQuery, locationsQuery, optionsQuery } from '@/contracts/targeting';
import { listLocations } from '@/server/targeting/list-locations';
import { listInterests, listTargetingOptions } from '@/server/targeting/list-nodes';
import { memberProcedure, router } from '@/server/trpc/init';

export const targetingRouter = router({
  locations: memberProcedure.input(locationsQuery).query(({ input }) => listLocations(input)),
  interests: memberProcedure.input(interestsQuery).query(({ ctx, input }) => listInterests(ctx.user, input)),
  options: memberProcedure.input(optionsQuery).query(({ ctx, input }) => listTargetingOptions(ctx.user, input)),
});
