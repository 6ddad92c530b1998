import { and, eq } from 'drizzle-orm';
import type { Contact } from '@/contracts/contact';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { toContact } from './to-contact';

export async function getContact(ctx: Ctx, id: string): Promise<Contact> {
  const [row] = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, id)));
  if (!row) throw notFound('contact');
  return toContact(row);
}
