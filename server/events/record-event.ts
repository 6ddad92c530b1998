import { and, eq } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { metadataIssues } from '@/contracts/metadata';
import type { EventInput, RecordedEvent } from '@/contracts/segment';
import { refuse } from '@/server/contacts/check-contact';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { contactEvents } from '@/server/db/schema/records';

/**
 * Records something a contact did; `$did` filters count it from then on. With an `id` of the caller's a second delivery changes nothing.
 * Events are data, not changes to data: they are not audited.
 * @throws 422 when no contact has the id or the address
 */
export async function recordEvent(ctx: Ctx, input: EventInput): Promise<RecordedEvent> {
  refuse(metadataIssues(input.properties).map((issue) => ({ ...issue, path: ['properties', ...issue.path] })));
  const occurredAt = input.occurred_at ? new Date(input.occurred_at) : ctx.now;
  if (occurredAt.getTime() > ctx.now.getTime() + 5 * 60_000)
    throw invalid(['occurred_at'], 'in_the_future', 'an event cannot lie in the future');
  const contactId = await findContact(ctx, input);
  const rows = await ctx.db
    .insert(contactEvents)
    .values({ orgId: ctx.orgId, contactId, name: input.name, properties: input.properties, occurredAt, dedupeId: input.id ?? null })
    .onConflictDoNothing({ target: [contactEvents.orgId, contactEvents.dedupeId] })
    .returning({ id: contactEvents.id });
  return { contact_id: encodeId('contact', contactId), name: input.name, occurred_at: occurredAt.toISOString(), recorded: rows.length > 0 };
}

async function findContact(ctx: Ctx, input: EventInput): Promise<string> {
  const email = input.email === undefined ? undefined : normaliseEmail(input.email);
  if (email?.error !== undefined) throw invalid(['email'], 'invalid_email', email.error);
  const is = input.contact_id ? eq(contacts.id, input.contact_id) : eq(contacts.email, email?.ok ?? '');
  const [row] = await ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), is));
  if (!row) throw invalid([input.contact_id ? 'contact_id' : 'email'], 'unknown_contact', 'no contact has it; create the contact first');
  return row.id;
}
