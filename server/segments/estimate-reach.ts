import { AppError } from '@/contracts/errors';
import type { Filter, Reach } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { noteSlowFilter } from '@/server/indexes/note-slow-filter';
import { type Count, exactCount, firstCount } from './count-matching';
import { waterfalls } from './reachable';
import { sampleProfiles } from './sample-profiles';
import { superseding, takeTurn } from './turns';
import { knownWarnings, warningsFor } from './unknown-keys';

export type ReachInput = {
  filter: Filter;
  /** `first`: the quickest answer, an estimate with its margin on large lists. Default: exact, or the estimate when that takes too long. */
  want?: 'first' | 'exact';
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
  const first = async (signal?: AbortSignal) => ({ ...(await firstCount(ctx, where, signal)), unknown: knownWarnings(ctx, input.filter) });
  const exact = (signal?: AbortSignal) =>
    takeTurn(ctx.orgId, signal, async () => {
      const count = await timed(ctx, input.filter, () => exactCount(ctx, where, { signal }));
      const people = count.count === 0 ? [] : await sampleProfiles(ctx, where, 5, signal);
      return { count, people, unknown: await warningsFor(ctx, input.filter, signal) };
    });
  return superseding(input.session && `${ctx.orgId}:${input.session}:${input.want ?? 'exact'}`, input.signal, async (signal) => {
    const answer =
      input.want === 'first'
        ? await first(signal)
        : await exact(signal).catch((error: unknown) => {
            if (error instanceof AppError && error.code === 'query_too_expensive') return first(signal);
            throw error;
          });
    return toReach(ctx, answer.count, answer.people, [...warnings, ...answer.unknown]);
  });
}

/** The adviser of indexes hears of counts that took long, also of those that did not end. */
async function timed(ctx: Ctx, filter: Filter, run: () => Promise<Count>): Promise<Count> {
  const began = performance.now();
  try {
    const count = await run();
    await noteSlowFilter(ctx, filter, performance.now() - began, count.count);
    return count;
  } catch (error) {
    if (error instanceof AppError && error.code === 'query_too_expensive')
      await noteSlowFilter(ctx, filter, performance.now() - began, null);
    throw error;
  }
}

function toReach(ctx: Pick<Ctx, 'now'>, count: Count, people: Reach['sampleProfile'], warnings: Reach['warnings']): Reach {
  const steps = waterfalls(count);
  return {
    count: count.count,
    exact: count.exact,
    margin: count.margin,
    as_of: ctx.now.toISOString(),
    reachable: { email: steps.email.will_receive, sms: steps.sms.will_receive },
    waterfall: steps,
    sampleProfile: people,
    warnings,
  };
}
