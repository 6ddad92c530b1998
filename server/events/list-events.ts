import { and, desc, eq, lt } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { ContactEvent } from '@/contracts/events';
import { encodeId } from '@/contracts/ids';
import type { Page, PageQuery } from '@/contracts/page';
import { isStorable } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { contacts } from '@/server/db/schema/contacts';
import { contactEvents } from '@/server/db/schema/records';

/** What a contact did, last recorded first. @param input.contactId uuid @throws AppError not_found for a contact that is not there */
export async function listEvents(ctx: Ctx, input: PageQuery & { contactId: string; name?: string }): Promise<Page<ContactEvent>> {
  const before = cursorId('event', input.cursor);
  const [contact] = await ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, input.contactId)));
  if (!contact) throw notFound('contact');
  if (!isStorable(input.name ?? '')) return { data: [], next_cursor: null };
  const rows = await ctx.db
    .select()
    .from(contactEvents)
    .where(
      and(
        eq(contactEvents.orgId, ctx.orgId),
        eq(contactEvents.contactId, input.contactId),
        input.name === undefined ? undefined : eq(contactEvents.name, input.name),
        before ? lt(contactEvents.id, before) : undefined,
      ),
    )
    .orderBy(desc(contactEvents.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toEvent, (event) => event.id);
}

const toEvent = (row: typeof contactEvents.$inferSelect): ContactEvent => ({
  id: encodeId('event', row.id),
  contact_id: encodeId('contact', row.contactId),
  name: row.name,
  properties: row.properties,
  occurred_at: row.occurredAt.toISOString(),
});
