import { and, eq, sql } from 'drizzle-orm';
import type { Step } from '@/contracts/automation';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automationRunSteps, automationRuns, automations } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';
import { crashpoint } from '@/server/sends/crashpoint';
import type { World } from '@/server/sends/world';
import { BrokenRule, pauseBroken, tellOutdated } from './broken-rule';
import { runCause } from './chain-of';
import { endRuns } from './end-run';
import { findAutomation } from './find-automation';
import { loadVersion, type Version } from './load-version';
import { closeStep, moveOn } from './move-on';
import { exitReason, type Rules, rulesOf } from './rules';
import { finishWebhook, type PendingCall, performWebhook } from './steps/webhook';
import { takeStep } from './take-step';

export type RunRow = typeof automationRuns.$inferSelect;
export type ContactRow = typeof contacts.$inferSelect;
/** A run that is held by this transaction, at a step. */
export type Held = {
  ctx: Ctx;
  run: RunRow;
  contact: ContactRow;
  version: Version;
  step: Step;
  automation: { id: string; name: string; status: string; version: number; hookGeneration: number };
  rules: Rules;
  secret: string;
};
/** Where a run is; `phase` counts the times it comes back to a step (a wait is over, a call is tried again); `until`: not before (ISO). */
export type Position = { step: string; visit: number; phase: number; until: string | null };
type RunRef = { orgId: OrgId; runId: string; epoch: number };
type Outcome = { next: Position | null } | { call: PendingCall };

/** Where the run is now; null when it is over, parked, or somebody else's to drive. */
export async function positionOf(world: Pick<World, 'db'>, ref: RunRef): Promise<Position | null> {
  const [run] = await world.db
    .select()
    .from(automationRuns)
    .where(and(eq(automationRuns.orgId, ref.orgId), eq(automationRuns.id, ref.runId)));
  return run ? place(run, ref) : null;
}

/**
 * Takes the step at which the run stands, and answers where it is afterwards. Everything that a step changes here commits together with
 * its record and the run's new place, so a second call for the same position changes nothing and answers the place the first one made.
 * Only a webhook's call is outside: at least once, always under the same id.
 */
export async function runStep(world: World, ref: RunRef, at: Position): Promise<Position | null> {
  crashpoint('step.before');
  const outcome = await takenUnlessBroken(world, ref, at);
  crashpoint('step.after');
  if ('next' in outcome) return outcome.next;
  const answer = await performWebhook(outcome.call);
  crashpoint('webhook.after');
  return transact(world.db, async (db) => {
    const ctx = { ...jobCtx(ref), db };
    const run = await lockRun(ctx, ref);
    if (!run) return null;
    if (samePlace(run, at)) await finishWebhook(ctx, run, await loadVersion(ctx, run.versionId), outcome.call, answer);
    const [after] = await ctx.db.select().from(automationRuns).where(eq(automationRuns.id, ref.runId));
    return after ? place(after, ref) : null;
  });
}

/** A rule that can no longer be evaluated is asked as the current version has it; where that does not help, the run waits to be mended. */
async function takenUnlessBroken(world: World, ref: RunRef, at: Position): Promise<Outcome> {
  const attempt = (whose: Rules['whose']) => transact(world.db, (db) => hold(world, { ...jobCtx(ref), db }, ref, at, whose));
  const ifBroken = (otherwise: (broken: BrokenRule) => Promise<Outcome>) => (error: unknown) => {
    if (error instanceof BrokenRule) return otherwise(error);
    throw error;
  };
  return attempt('own')
    .catch(ifBroken(() => attempt('mended')))
    .catch(ifBroken((broken) => transact(world.db, (db) => waitForMending({ ...jobCtx(ref), db }, ref, at, broken))));
}

/** The run stays where it is, and the automation is paused, so that resuming it sets the run going again. */
async function waitForMending(ctx: Ctx, ref: RunRef, at: Position, broken: BrokenRule): Promise<Outcome> {
  const run = await lockRun(ctx, ref);
  if (!run || !samePlace(run, at)) return { next: run && place(run, ref) };
  // a resumption either comes before and is undone by this pause, or after and finds the run parked
  await findAutomation(ctx, run.automationId, true);
  if (broken.outdated) await tellOutdated(ctx, run.automationId, broken);
  else await pauseBroken(ctx, run.automationId, broken);
  const parked = await park(ctx, run);
  crashpoint('broken.inside');
  return parked;
}

async function park(ctx: Ctx, run: RunRow): Promise<Outcome> {
  await ctx.db.execute(sql`update automation_runs set parked = true, updated_at = now() where id = ${run.id}`);
  return { next: null };
}

const jobCtx = ({ orgId, runId }: RunRef) => ({
  orgId,
  actor: { type: 'job' as const, id: `automation_run:${runId}` },
  now: new Date(),
  requestId: newRequestId(),
});

async function lockRun(ctx: Ctx, ref: RunRef): Promise<RunRow | null> {
  const [run] = await ctx.db
    .select()
    .from(automationRuns)
    .where(and(eq(automationRuns.orgId, ref.orgId), eq(automationRuns.id, ref.runId)))
    .for('update');
  return run && run.status === 'active' && run.epoch === ref.epoch ? run : null;
}

const samePlace = (run: RunRow, at: Position) => run.stepId === at.step && run.visit === at.visit && run.phase === at.phase;

function place(run: RunRow, ref: RunRef): Position | null {
  if (run.status !== 'active' || run.epoch !== ref.epoch || run.parked || run.stepId === null) return null;
  const waits = run.phase > 0 && run.dueAt && run.dueAt.getTime() > Date.now();
  return { step: run.stepId, visit: run.visit, phase: run.phase, until: waits ? (run.dueAt?.toISOString() ?? null) : null };
}

async function hold(world: World, ctx: Ctx, ref: RunRef, at: Position, whose: Rules['whose']): Promise<Outcome> {
  const run = await lockRun(ctx, ref);
  if (!run) return { next: null };
  if (!samePlace(run, at)) return { next: place(run, ref) };
  // shared with the other runs, against a pause or a resumption that would miss this one
  const [automation] = await ctx.db
    .select({
      id: automations.id,
      name: automations.name,
      status: automations.status,
      version: automations.version,
      hookGeneration: automations.hookGeneration,
    })
    .from(automations)
    .where(eq(automations.id, run.automationId))
    .for('share');
  if (!automation || automation.status === 'archived') return end(ctx, run, { status: 'stopped', reason: 'archived' });
  if (automation.status === 'paused' && !run.isTest) {
    return park(ctx, run);
  }
  if (run.phase > 0 && run.dueAt && run.dueAt.getTime() > Date.now()) return { next: place(run, ref) };
  const [contact] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, run.contactId ?? run.id)))
    .for('key share');
  if (!contact) return end(ctx, run, { status: 'exited', reason: 'erased' });
  const version = await loadVersion(ctx, run.versionId);
  const step = version.places.get(at.step)?.step;
  if (!step) return end(ctx, run, { status: 'failed', reason: 'unknown_step', error: `the version has no step ${at.step}` });
  await ctx.db.execute(sql`select set_config('muster.cause', ${runCause(run.id)}, true)`);
  const rules = await rulesOf(ctx, version, automation, whose);
  const held: Held = { ctx, run, contact, version, step, automation, rules, secret: world.settings.MUSTER_SECRET };
  const reason = await exitReason(held);
  if (reason) return end(ctx, run, { status: 'exited', reason });
  await begin(ctx, run, step);
  const taken = await takeStep(held);
  crashpoint('step.inside');
  if (taken.kind === 'call') return { call: taken.call };
  if (taken.kind === 'failed') {
    await closeStep(ctx, run.id, {}, taken.message);
    return end(ctx, run, { status: 'failed', reason: 'step_failed', error: `step ${step.id}: ${taken.message}` });
  }
  if (taken.kind === 'exit') {
    await closeStep(ctx, run.id, taken.result);
    return end(ctx, run, { status: 'exited', reason: 'exit_step' });
  }
  if (taken.kind === 'next') await moveOn(ctx, { runId: run.id, to: taken.to, result: taken.result });
  const [after] = await ctx.db.select().from(automationRuns).where(eq(automationRuns.id, run.id));
  return { next: after ? place(after, ref) : null };
}

async function end(ctx: Ctx, run: RunRow, ending: Parameters<typeof endRuns>[2]): Promise<Outcome> {
  await endRuns(ctx, [run.id], ending);
  return { next: null };
}

/** The record of the step: made at its first try, found again at the later ones. */
async function begin(ctx: Ctx, run: RunRow, step: Step): Promise<void> {
  await ctx.db
    .insert(automationRunSteps)
    .values({ orgId: ctx.orgId, runId: run.id, stepId: step.id, visit: run.visit, type: step.type, status: 'running' })
    .onConflictDoNothing();
}
