import type { StepOf } from '@/contracts/automation';
import { encodeId } from '@/contracts/ids';
import { sendToContact } from '@/server/sends/send-to-contact';
import type { Held } from '../run-step';

/** One more message in the send of this step; whoever has no address, or is suppressed, has a row that says so, and the run goes on. */
export async function sendStep({ ctx, run, contact, automation }: Held, step: StepOf<'send'>): Promise<Record<string, unknown>> {
  const appended = await sendToContact(ctx, {
    contactId: contact.id,
    channel: step.channel,
    template: step.template,
    from: step.from,
    subjects: step.subject_variants ?? [],
    variables: step.variables,
    tracking: step,
    runId: run.id,
    name: `${automation.name}: ${step.name ?? step.id}`,
    origin: `automation:${automation.id}`,
    createdBy: `job:automation:${automation.id}`,
    place: run.isTest ? null : { versionId: run.versionId, stepId: step.id, entry: run.entry },
  });
  return {
    message_id: encodeId('message', appended.messageId),
    send_id: encodeId('send', appended.sendId),
    message_status: appended.status,
    channel: step.channel,
  };
}
