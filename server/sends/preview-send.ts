import { sql } from 'drizzle-orm';
import type { SendPreview } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { countMembers, slicesFor } from './count-members';
import { missingVariables } from './missing-variables';
import { planSend, type ScheduleInput } from './plan-send';
import { recipients } from './recipients';
import { smallTest } from './small-test';
import { tallyMembers } from './tally-members';

/**
 * Who a send would reach now: the same checks and the same query as the send itself, in one snapshot, and nothing written. There is
 * no limit of recipients; `slices` says how many calls the whole audience takes.
 * @throws AppError not_found (audience), validation_failed
 */
export async function previewSend(ctx: Ctx, input: ScheduleInput): Promise<SendPreview> {
  return ctx.db.transaction(
    async (db) => {
      const plan = await planSend({ ...ctx, db }, input);
      const { scheduled, ...counts } = await tallyMembers(db, plan.target);
      const receivers = sql`select id from (${recipients(plan.target)}) m where status = 'scheduled'`;
      const warnings = await missingVariables(db, plan, input.variables, receivers);
      return {
        ...counts,
        will_receive: scheduled,
        starts_at: plan.start.startsAt.toISOString(),
        ends_at: plan.endsAt.toISOString(),
        slices: slicesFor(plan.target.slice ? await countMembers(db, { ...plan.target, slice: null }) : counts.total),
        track_opens: plan.tracking.opens,
        track_clicks: plan.tracking.clicks,
        warnings: [...plan.warnings, ...smallTest(input, scheduled), ...warnings],
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}
