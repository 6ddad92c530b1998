import { and, desc, eq, lt } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Contact } from '@/contracts/contact';
import type { Page } from '@/contracts/page';
import { toContact } from '@/server/contacts/to-contact';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { contacts } from '@/server/db/schema/contacts';
import { audienceWhere } from './audience-query';
import { findAudience } from './find-audience';

/** The contacts of an audience, newest contact first; a dynamic segment is evaluated now. */
export async function listMembers(ctx: Ctx, input: { audienceId: string; limit: number; cursor?: string }): Promise<Page<Contact>> {
  const before = cursorId('contact', input.cursor);
  const audience = await findAudience(ctx, input.audienceId);
  const c = alias(contacts, 'c');
  const rows = await ctx.db
    .select()
    .from(c)
    .where(and(eq(c.orgId, ctx.orgId), await audienceWhere(ctx, audience), before ? lt(c.id, before) : undefined))
    .orderBy(desc(c.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toContact, (contact) => contact.id);
}
