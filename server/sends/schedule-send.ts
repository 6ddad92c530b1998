import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { SendAccepted } from '@/contracts/send';
import { percentOf } from '@/contracts/subject-test';
import { audit } from '@/server/audit/record';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { sends } from '@/server/db/schema/sends';
import { type SendScheduled, sendScheduled } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { checkSize } from './count-members';
import type { Tally } from './freeze-recipients';
import { freezeSend } from './freeze-send';
import { missingVariables } from './missing-variables';
import { openSubjectTest } from './open-subject-test';
import { type Plan, planSend, type ScheduleInput } from './plan-send';
import { recipients } from './recipients';
import { smallTest } from './small-test';
import { tallyMembers } from './tally-members';

/** A send whose rows are ready is fanned out this long before its start, so that no message waits for the fan-out. */
const HEAD_START_MS = 10_000;

/**
 * Launches a send in one transaction: the ledger (one row per member), the audit row, the outbox event. A later send to a dynamic
 * segment or to a filter is only planned: its members are frozen when it starts, and the figures of the answer are as of now (`estimate`).
 * @throws AppError not_found (audience), audience_too_large, validation_failed
 */
export async function scheduleSend(ctx: Ctx, input: ScheduleInput): Promise<SendAccepted> {
  return transact(ctx.db, async (db) => {
    const tx: TxCtx = { ...ctx, db };
    const plan = await planSend(tx, input);
    await checkSize(db, plan.target);
    const sendId = await insertSend(tx, plan, input);
    const counts = plan.later ? await tallyMembers(db, plan.target) : await freeze(tx, plan, input, sendId);
    const receivers = plan.later
      ? sql`select id from (${recipients(plan.target)}) m where status = 'scheduled'`
      : sql`select contact_id as id from messages where send_id = ${sendId} and status = 'scheduled'`;
    const warnings = [
      ...plan.warnings,
      ...smallTest(input, counts.scheduled),
      ...(await missingVariables(db, plan, input.variables, receivers)),
    ];
    const publicId = encodeId('send', sendId);
    await audit(db, ctx, 'send.scheduled', publicId, {
      ...(plan.audience ? { audience_id: encodeId('audience', plan.audience.id) } : { origin: plan.aim?.origin }),
      channel: input.channel,
      ...counts,
    });
    await enqueue(db, sendScheduled(startEvent(tx, plan, sendId)));
    return {
      send_id: publicId,
      audience_id: plan.audience && encodeId('audience', plan.audience.id),
      ...counts,
      starts_at: plan.start.startsAt.toISOString(),
      ends_at: plan.endsAt.toISOString(),
      ...(plan.later ? { estimate: true } : {}),
      warnings,
    };
  });
}

async function insertSend(ctx: TxCtx, plan: Plan, input: ScheduleInput): Promise<string> {
  const part = plan.target.slice ?? plan.aim?.part;
  const test = input.subject_test && (await openSubjectTest(ctx, input.subject_test, plan.aim?.campaignRunId));
  const [row] = await ctx.db
    .insert(sends)
    .values({
      orgId: ctx.orgId,
      audienceId: plan.audience?.id,
      audienceName: plan.audience?.name ?? plan.aim?.name ?? 'A filter',
      origin: plan.aim?.origin,
      filter: plan.aim?.filter,
      campaignRunId: plan.aim?.campaignRunId,
      channel: input.channel,
      fromAddress: plan.from,
      templateVersionId: plan.version.id,
      subjectVariants: plan.subjects,
      subjectTestId: test?.id,
      variables: input.variables,
      trackOpens: plan.tracking.opens,
      trackClicks: plan.tracking.clicks,
      rampMinutes: input.ramp_minutes,
      scheduledLocal: plan.start.local,
      scheduledTz: plan.start.zone,
      tzdataVersion: plan.start.tzdataVersion,
      sliceIndex: part?.index ?? null,
      sliceOf: part?.of ?? null,
      startsAt: plan.start.startsAt,
      endsAt: plan.endsAt,
      createdBy: `${ctx.actor.type}:${ctx.actor.id}`,
    })
    .returning({ id: sends.id });
  if (!row) throw new Error('the send was not written');
  return row.id;
}

function freeze(ctx: TxCtx, plan: Plan, input: ScheduleInput, sendId: string): Promise<Tally> {
  return freezeSend(ctx.db, ctx.now, {
    ...plan.target,
    sendId,
    startsAt: plan.start.startsAt,
    rampMinutes: input.ramp_minutes,
    variants: Math.max(plan.subjects.length, 1),
    test: input.subject_test ? { percent: percentOf(input.subject_test.share), waitMinutes: input.subject_test.wait_minutes } : null,
  });
}

function startEvent(ctx: TxCtx, plan: Plan, sendId: string): SendScheduled {
  const start = plan.start.startsAt.getTime();
  const wake = plan.later ? start : Math.max(start - HEAD_START_MS, ctx.now.getTime());
  return { org_id: ctx.orgId, send_id: sendId, wake_at: new Date(wake).toISOString() };
}
