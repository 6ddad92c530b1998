import type { StepOf } from '@/contracts/automation';
import { decodeId } from '@/contracts/ids';
import { addMembers } from '@/server/audiences/add-members';
import { removeMembers } from '@/server/audiences/remove-members';
import { updateContact } from '@/server/contacts/update-contact';
import type { Held } from '../run-step';
import { fieldPatch } from '../set-field';
import { stepValues } from '../step-values';

/** Adds or takes away one tag; what is so already is not written. */
export async function changeTag({ ctx, contact }: Held, step: StepOf<'tag' | 'untag'>): Promise<Record<string, unknown>> {
  const has = contact.tags.includes(step.tag);
  if (has === (step.type === 'tag')) return { tag: step.tag, changed: false };
  const tags = step.type === 'tag' ? [...contact.tags, step.tag] : contact.tags.filter((tag) => tag !== step.tag);
  await updateContact(ctx, { id: contact.id, patch: { tags } });
  return { tag: step.tag, changed: true };
}

/** Sets a field; 422 of the verb (not a country, an address of somebody else) fails the step. The value is not kept in the run. */
export async function changeField(held: Held, step: StepOf<'set_field'>): Promise<Record<string, unknown>> {
  await updateContact(held.ctx, { id: held.contact.id, patch: fieldPatch(step, stepValues(held)) });
  return { field: step.field };
}

export async function changeAudience({ ctx, contact }: Held, step: StepOf<'add_to_audience' | 'remove_from_audience'>) {
  const audienceId = decodeId('audience', step.audience_id) ?? step.audience_id;
  if (step.type === 'add_to_audience') {
    const { added } = await addMembers(ctx, { audienceId, contact_ids: [contact.id] });
    return { audience_id: step.audience_id, changed: added > 0 };
  }
  const { removed } = await removeMembers(ctx, { audienceId, contact_ids: [contact.id] });
  return { audience_id: step.audience_id, changed: removed > 0 };
}
