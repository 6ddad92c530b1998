import { sql } from 'drizzle-orm';
import type { StepOf } from '@/contracts/automation';
import { entryOf } from '@/contracts/automation-flow';
import { durationMs } from '@/contracts/duration';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { eventMatches } from './event-matches';
import { nextLocalTime } from './local-time';
import { takesYes } from './rules';
import type { Held } from './run-step';
import { splitWay } from './split-way';
import { changeAudience, changeField, changeTag } from './steps/change-contact';
import { sendStep } from './steps/send';
import { type PendingCall, prepareWebhook } from './steps/webhook';

/** `next`: done; `waits`: comes back when it is due; `call`: something outside is to be called before it is done. */
type Taken =
  | { kind: 'next'; to: string | null; result: Record<string, unknown> }
  | { kind: 'exit'; result: Record<string, unknown> }
  | { kind: 'waits' }
  | { kind: 'call'; call: PendingCall }
  | { kind: 'failed'; message: string };

/** Does what the step says, inside the transaction that holds the run. What a verb refuses fails the step, and nothing of it is kept. */
export async function takeStep(held: Held): Promise<Taken> {
  try {
    return await held.ctx.db.transaction((db) => take({ ...held, ctx: { ...held.ctx, db } }));
  } catch (error) {
    if (error instanceof AppError) return { kind: 'failed', message: error.message };
    throw error;
  }
}

async function take(held: Held): Promise<Taken> {
  const { step, ctx, contact, version } = held;
  const place = version.places.get(step.id);
  const after = place?.next ?? null;
  const next = (result: Record<string, unknown>): Taken => ({ kind: 'next', to: after, result });
  switch (step.type) {
    case 'wait':
      return wait(held, new Date(ctx.now.getTime() + durationMs(step.for)), {}, next);
    case 'wait_until': {
      const { at, zone } = nextLocalTime(step, contact.timezone, ctx.now);
      return wait(held, at, { timezone: zone }, next);
    }
    case 'wait_for_event':
      return waitForEvent(held, step);
    case 'send':
      return next(await sendStep(held, step));
    case 'tag':
    case 'untag':
      return next(await changeTag(held, step));
    case 'set_field':
      return next(await changeField(held, step));
    case 'add_to_audience':
    case 'remove_from_audience':
      return next(await changeAudience(held, step));
    case 'webhook':
      return { kind: 'call', call: await prepareWebhook(held, step) };
    case 'branch': {
      const yes = await takesYes(held, step);
      const way = yes ? step.yes : step.no;
      return { kind: 'next', to: place ? entryOf(way, place) : null, result: { way: yes ? 'yes' : 'no' } };
    }
    case 'split': {
      const index = splitWay(step, contact.id);
      const way = step.ways[index];
      return { kind: 'next', to: place ? entryOf(way?.steps ?? [], place) : null, result: { way: index, name: way?.name ?? null } };
    }
    case 'exit':
      return { kind: 'exit', result: { reason: step.reason ?? null } };
  }
}

/** First time: waits; second time: it is over. A test run does not wait. */
async function wait(
  held: Held,
  until: Date,
  more: Record<string, unknown>,
  next: (result: Record<string, unknown>) => Taken,
): Promise<Taken> {
  if (held.run.isTest) return next({ skipped: true, until: until.toISOString(), ...more });
  if (held.run.phase > 0) return next({});
  await arm(held, until, { until: until.toISOString(), ...more });
  return { kind: 'waits' };
}

async function waitForEvent(held: Held, step: StepOf<'wait_for_event'>): Promise<Taken> {
  const { run, version, ctx } = held;
  const place = version.places.get(step.id);
  const go = (way: 'received' | 'timed_out', result: Record<string, unknown>): Taken => ({
    kind: 'next',
    to: place ? entryOf(step[way], place) : null,
    result: { way, ...result },
  });
  if (run.isTest) return go('received', { skipped: true });
  if (run.phase === 0) {
    const until = new Date(ctx.now.getTime() + durationMs(step.timeout));
    await arm(held, until, { until: until.toISOString(), event: step.event });
    return { kind: 'waits' };
  }
  const missed = await happenedMeanwhile(held, step);
  return missed ? go('received', { event_id: encodeId('event', missed) }) : go('timed_out', {});
}

/** An event whose transaction was open while this wait was written has not seen it: it is found here at the latest. */
async function happenedMeanwhile({ ctx, run, contact }: Held, step: StepOf<'wait_for_event'>): Promise<string | null> {
  const rows = await ctx.db.execute<{ id: string; properties: Record<string, unknown>; at: string }>(sql`
    select e.id, e.properties, e.occurred_at as at from contact_events e
    join automation_run_steps s on s.run_id = ${run.id} and s.step_id = ${step.id} and s.visit = ${run.visit}
    where e.org_id = ${ctx.orgId}::uuid and e.contact_id = ${contact.id}::uuid and e.name = ${step.event} and e.created_at > s.started_at
    order by e.created_at limit 1000`);
  const found = rows.find((row) => eventMatches(step, { name: step.event, properties: row.properties, occurredAt: new Date(row.at) }));
  return found?.id ?? null;
}

async function arm({ ctx, run, step }: Held, until: Date, result: Record<string, unknown>): Promise<void> {
  const at = sql`${until.toISOString()}::timestamptz`;
  await ctx.db.execute(sql`
    update automation_run_steps set status = 'waiting', due_at = ${at}, result = ${JSON.stringify(result)}::jsonb
    where run_id = ${run.id} and step_id = ${step.id} and visit = ${run.visit}`);
  await ctx.db.execute(sql`update automation_runs set phase = 1, due_at = ${at}, updated_at = now() where id = ${run.id}`);
}
