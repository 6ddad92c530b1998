import { uuidv7 } from 'uuidv7';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import type { Issue } from '@/contracts/errors';
import type { EventGiven } from '@/contracts/events';
import { metadataIssues } from '@/contracts/metadata';
import { isStorable } from '@/contracts/text';

/** An event that may be written: addresses in normal form, one of the three says whose it is. `id`: the uuid of its row. */
export type CheckedEvent = {
  id: string;
  contactId: string | null;
  email: string | null;
  phone: string | null;
  name: string;
  properties: Record<string, unknown>;
  occurredAt: Date;
  dedupeId: string | null;
  createContact: boolean;
};

/** Clocks differ: an event may lie this far ahead of ours. */
const AHEAD_MS = 5 * 60_000;

/** The event in the form in which it is stored, or what is wrong with it. */
export function checkEvent(input: EventGiven, now: Date): CheckedEvent | { issue: Issue } {
  const wrong = (path: (string | number)[], code: string, message: string) => ({ issue: { path, code, message } });
  const properties = input.properties ?? {};
  const [issue] = metadataIssues(properties);
  if (issue) return { issue: { ...issue, path: ['properties', ...issue.path] } };
  for (const field of ['name', 'id'] as const)
    if (!isStorable(input[field] ?? ''))
      return wrong([field], 'invalid_text', 'text with NUL or half of a surrogate pair cannot be stored');
  const occurredAt = input.occurred_at === undefined ? now : new Date(input.occurred_at);
  if (occurredAt.getTime() > now.getTime() + AHEAD_MS) return wrong(['occurred_at'], 'in_the_future', 'an event cannot lie in the future');
  const email = input.email === undefined ? undefined : normaliseEmail(input.email);
  if (email?.error !== undefined) return wrong(['email'], 'invalid_email', email.error);
  const phone = input.phone === undefined ? undefined : normalisePhone(input.phone);
  if (phone?.error !== undefined) return wrong(['phone'], 'invalid_phone', phone.error);
  return {
    id: uuidv7(),
    contactId: input.contact_id ?? null,
    email: email?.ok ?? null,
    phone: phone?.ok ?? null,
    name: input.name,
    properties,
    occurredAt,
    dedupeId: input.id ?? null,
    createContact: input.create_contact ?? false,
  };
}

/** Where an event names its contact: the path of an issue about it. */
export const whoOf = (event: CheckedEvent) => (event.contactId ? 'contact_id' : event.email ? 'email' : 'phone');
