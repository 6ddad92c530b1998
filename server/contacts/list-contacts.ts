import { and, desc, eq, ilike, lt, or, type SQL } from 'drizzle-orm';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import type { Contact } from '@/contracts/contact';
import type { Page } from '@/contracts/page';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { contacts } from '@/server/db/schema/contacts';
import { toContact } from './to-contact';

type Input = { limit: number; cursor?: string; email?: string; phone?: string; q?: string };

/** Newest first. `email` and `phone` are exact after normalising (what is no address matches nobody); `q` is part of a name or an address. */
export async function listContacts(ctx: Ctx, input: Input): Promise<Page<Contact>> {
  const before = cursorId('contact', input.cursor);
  const filters: (SQL | undefined)[] = [eq(contacts.orgId, ctx.orgId), before ? lt(contacts.id, before) : undefined];
  if (input.email !== undefined) {
    const email = normaliseEmail(input.email).ok;
    if (!email) return { data: [], next_cursor: null };
    filters.push(eq(contacts.email, email));
  }
  if (input.phone !== undefined) {
    // `+` of a query string often arrives as the space that it means there
    const phone = normalisePhone(input.phone.replace(/^ (?=\d)/, '+')).ok;
    if (!phone) return { data: [], next_cursor: null };
    filters.push(eq(contacts.phone, phone));
  }
  const q = trimText(input.q ?? '');
  if (q) {
    if (!isStorable(q)) return { data: [], next_cursor: null };
    const pattern = containing(q);
    const digits = q.replace(/[\s().\-/]/g, '');
    const phone = /^\+?\d{3,}$/.test(digits) ? ilike(contacts.phone, containing(digits)) : undefined;
    filters.push(or(ilike(contacts.name, pattern), ilike(contacts.email, pattern), phone));
  }
  const rows = await ctx.db
    .select()
    .from(contacts)
    .where(and(...filters))
    .orderBy(desc(contacts.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toContact, (c) => c.id);
}
