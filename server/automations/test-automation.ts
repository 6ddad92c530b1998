import { and, eq } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Definition } from '@/contracts/automation';
import type { TestInput, TestResult } from '@/contracts/automation-api';
import { entryOf, placesOf, waysOf } from '@/contracts/automation-flow';
import { AppError, notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { automationRuns } from '@/server/db/schema/automations';
import { contacts } from '@/server/db/schema/contacts';
import { automationRun } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { requireDefinition } from './check-definition';
import { contactMatches } from './contact-matches';
import { currentVersion, findAutomation } from './find-automation';
import { type DryRun, tryStep } from './try-step';

/**
 * Tries an automation with one contact. `dry`: says what each step would do, on the definition given (unsaved) or the current one, and
 * does nothing. `real`: the steps of the current version are taken now, as a run marked a test; waits are skipped, and it is not held by
 * rules of entry and exit, nor by a pause.
 * @throws AppError not_found (automation, contact), validation_failed (definition), conflict (archived)
 */
export async function testAutomation(ctx: Ctx, input: TestInput & { id: string; definition?: unknown }): Promise<TestResult> {
  const automation = await findAutomation(ctx, input.id);
  const [contact] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, input.contact_id)));
  if (!contact) throw notFound('contact');
  const version = await currentVersion(ctx, automation);
  const definition = input.definition === undefined ? version.definition : await requireDefinition(ctx, input.definition);
  const dry = await dryRun({ ctx, contact, input }, definition);
  if (input.mode === 'dry') return dry;
  if (automation.status === 'archived') throw new AppError('conflict', 'The automation is archived.');
  const runId = uuidv7();
  await transact(ctx.db, async (db) => {
    await db.insert(automationRuns).values({
      id: runId,
      orgId: ctx.orgId,
      automationId: automation.id,
      versionId: version.id,
      contactId: contact.id,
      entry: 0,
      isTest: true,
      trigger: { type: 'test', data: input.trigger },
      dedupeKey: `test:${runId}`,
      stepId: version.definition.steps[0]?.id ?? null,
      dueAt: ctx.now,
    });
    await enqueue(db, automationRun({ org_id: ctx.orgId, run_id: runId, epoch: 0 }));
    const data = { contact_id: encodeId('contact', contact.id), run_id: encodeId('automationRun', runId) };
    await audit(db, ctx, 'automation.tested', encodeId('automation', automation.id), data);
  });
  return { ...dry, mode: 'real', run_id: encodeId('automationRun', runId), steps: [] };
}

async function dryRun(run: DryRun, definition: Definition): Promise<TestResult> {
  const { ctx, contact } = run;
  const notes: string[] = [];
  const enters = !definition.entry.filter || (await contactMatches(ctx, definition.entry.filter, contact.id));
  if (!enters) notes.push('This contact does not match the entry filter: it would not enter.');
  if (definition.exit.unless && !(await contactMatches(ctx, definition.exit.unless, contact.id)))
    notes.push('This contact does not match the exit filter: its run would end before the first step.');
  const places = placesOf(definition);
  const steps: TestResult['steps'] = [];
  let at = definition.steps[0]?.id ?? null;
  while (at) {
    const place = places.get(at);
    if (!place) break;
    const tried = await tryStep(run, place.step);
    steps.push({ step_id: place.step.id, type: place.step.type, ...tried });
    if (place.step.type === 'exit') break;
    const way = waysOf(place.step).find((one) => one.at.join('.') === tried.way);
    at = way ? entryOf(way.steps, place) : place.next;
  }
  return { mode: 'dry', run_id: null, would_enter: enters, notes, steps };
}
