import { AppError } from '@/contracts/errors';
import type { Filter, Reach } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { type CountOptions, countMatching } from './count-matching';
import { waterfalls } from './reachable';
import { sampleProfiles } from './sample-profiles';
import { superseding } from './turns';
import { warningsFor } from './unknown-keys';

export type ReachInput = {
  filter: Filter;
  /** `first`: the quickest answer, an estimate with its margin on large lists. Default: exact, or the estimate when that takes too long. */
  want?: CountOptions['want'];
  /** Names one person's builder: a newer request of the same session ends the older one. */
  session?: string;
  signal?: AbortSignal;
};

/**
 * How many contacts a filter reaches now, whom it can be sent to per channel, and a few of them.
 * @throws 422 with the JSON path of what is wrong in the filter
 */
export async function estimateReach(ctx: Ctx, input: ReachInput): Promise<Reach> {
  const { filter, warnings } = readFilter(input.filter);
  const where = await filterWhere(ctx, filter);
  return superseding(input.session && `${ctx.orgId}:${input.session}:${input.want ?? 'exact'}`, input.signal, async (signal) => {
    const count = await countMatching(ctx, where, { want: input.want ?? 'exact', signal }).catch((error: unknown) => {
      if (error instanceof AppError && error.code === 'query_too_expensive') return countMatching(ctx, where, { want: 'first', signal });
      throw error;
    });
    const steps = count.exact ? await waterfalls(ctx, where, count, signal) : estimated(count);
    return {
      count: count.count,
      exact: count.exact,
      margin: count.margin,
      as_of: ctx.now.toISOString(),
      reachable: { email: steps.email.will_receive, sms: steps.sms.will_receive },
      waterfall: steps,
      sampleProfile: count.exact && count.count === 0 ? [] : await sampleProfiles(ctx, where, 5, signal),
      warnings: [...warnings, ...(await warningsFor(ctx, input.filter))],
    };
  });
}

/** Before the exact count: addresses from the sample, suppressions not yet taken off. */
function estimated(count: { count: number; withEmail: number; withPhone: number }): Reach['waterfall'] {
  const of = (has: number) => ({ matches: count.count, has_address: has, not_suppressed: has, will_receive: has });
  return { email: of(count.withEmail), sms: of(count.withPhone) };
}
