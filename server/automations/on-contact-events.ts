import { inArray, sql } from 'drizzle-orm';
import { entryOf } from '@/contracts/automation-flow';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { automations } from '@/server/db/schema/automations';
import { endRuns } from './end-run';
import { eventMatches } from './event-matches';
import { liveAutomations } from './live-automations';
import { loadVersion } from './load-version';
import { moveOn } from './move-on';
import { startRuns } from './start-runs';
import { unlessBroken } from './unless-broken';

/** A contact event as it was written. Ids are uuids. */
export type RecordedContactEvent = { id: string; contactId: string; name: string; properties: Record<string, unknown>; occurredAt: Date };

/**
 * Starts, wakes and ends what waits for these events, in the transaction that records them: each row comes here exactly once. One
 * indexed look at the names is all it costs when no automation knows them.
 */
export async function onContactEvents(tx: Ctx, rows: RecordedContactEvent[]): Promise<void> {
  if (!rows.length) return;
  const names = [...new Set(rows.map((row) => row.name))];
  const known = await tx.db.execute<{ event: string; automation_id: string }>(sql`
    select event, automation_id from automation_events
    where org_id = ${tx.orgId}::uuid and event in (select n from jsonb_array_elements_text(${JSON.stringify(names)}::jsonb) n)`);
  if (!known.length) return;
  const heard = new Set(known.map((row) => row.event));
  const events = rows.filter((row) => heard.has(row.name));
  const ids = [...new Set(known.map((row) => row.automation_id))];
  await wake(tx, events, ids); // before new runs begin: what starts a run does not also end its first wait
  for (const version of await liveAutomations(tx, inArray(automations.id, ids))) {
    const { trigger } = version.definition;
    if (trigger.type !== 'event') continue;
    const matching = await unlessBroken(tx, version.automationId, 'trigger', () => events.filter((event) => eventMatches(trigger, event)));
    const occurrences = (matching ?? []).map((event) => ({
      contactId: event.contactId,
      key: `event:${event.id}`,
      trigger: triggerOf(event),
      chain: 0,
    }));
    await startRuns(tx, version, occurrences);
  }
}

const triggerOf = (event: RecordedContactEvent) => ({
  type: 'event',
  event: event.name,
  at: event.occurredAt.toISOString(),
  data: event.properties,
});

async function wake(tx: Ctx, events: RecordedContactEvent[], automationIds: string[]): Promise<void> {
  const people = [...new Set(events.map((event) => event.contactId))];
  const runs = await tx.db.execute<{ id: string; version_id: string; contact_id: string; step_id: string | null; phase: number }>(sql`
    select id, version_id, contact_id, step_id, phase from automation_runs
    where org_id = ${tx.orgId}::uuid and status = 'active'
      and contact_id in (select p::uuid from jsonb_array_elements_text(${JSON.stringify(people)}::jsonb) p)
      and automation_id in (select a::uuid from jsonb_array_elements_text(${JSON.stringify(automationIds)}::jsonb) a)
    order by id for update`);
  for (const run of runs) {
    const version = await loadVersion(tx, run.version_id);
    const mine = events.filter((event) => event.contactId === run.contact_id);
    const { goal } = version.definition.exit;
    const heard = <T>(what: string, work: () => T) => unlessBroken(tx, version.automationId, what, work);
    if (goal && (await heard('goal', () => mine.some((event) => eventMatches(goal, event))))) {
      await endRuns(tx, [run.id], { status: 'exited', reason: 'goal' });
      continue;
    }
    const place = run.phase > 0 && run.step_id ? version.places.get(run.step_id) : undefined;
    if (place?.step.type !== 'wait_for_event') continue;
    const { step } = place;
    const event = await heard(`step ${step.id}`, () => mine.find((one) => eventMatches(step, one)));
    if (!event) continue;
    const result = { way: 'received', event_id: encodeId('event', event.id), occurred_at: event.occurredAt.toISOString() };
    await moveOn(tx, { runId: run.id, to: entryOf(step.received, place), result, wake: true });
  }
}
