import { and, desc, eq, lt, type SQL, sql } from 'drizzle-orm';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import type { Contact } from '@/contracts/contact';
import type { Page } from '@/contracts/page';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { contacts } from '@/server/db/schema/contacts';
import { toContact } from './to-contact';

type Input = { limit: number; cursor?: string; email?: string; phone?: string; q?: string; signal?: AbortSignal };

/** Milliseconds: what few have is found by looking at everybody, 1.6 s at a million on a busy machine (bench/RESULTS.md) and so 16 at ten. */
const SEARCH_MS = 30_000;

const nobody: Page<Contact> = { data: [], next_cursor: null };

/**
 * Newest first. `email` and `phone` are exact after normalising (what is no address matches nobody); `q` is part of a name or an address,
 * or the whole of an address: whoever has that is found alone, and at once. @throws AppError query_too_expensive for `q`
 */
export async function listContacts(ctx: Ctx, input: Input): Promise<Page<Contact>> {
  const filters: SQL[] = [];
  if (input.email !== undefined) {
    const email = normaliseEmail(input.email).ok;
    if (!email) return nobody;
    filters.push(eq(contacts.email, email));
  }
  if (input.phone !== undefined) {
    // `+` of a query string often arrives as the space that it means there
    const phone = normalisePhone(input.phone.replace(/^ (?=\d)/, '+')).ok;
    if (!phone) return nobody;
    filters.push(eq(contacts.phone, phone));
  }
  const q = trimText(input.q ?? '');
  if (!q) return pageOf(ctx, input, filters);
  if (!isStorable(q)) return nobody;
  const address = isAddress(q);
  if (address && !input.cursor) {
    const found = await pageOf(ctx, input, [...filters, address]);
    if (found.data.length) return found;
  }
  return limited(ctx, { timeoutMs: SEARCH_MS, signal: input.signal, what: 'The search' }, async (tx) => {
    // Newest first along the index: told that few match, the planner else reads the list by its buckets, here and there, and sorts:
    // 100,000 that nobody matches take 490 ms so and 220 in order.
    await tx.execute(sql`set local enable_sort = off`);
    return pageOf({ ...ctx, db: tx }, input, [...filters, contains(q)]);
  });
}

async function pageOf(ctx: Pick<Ctx, 'db' | 'orgId'>, { limit, cursor }: Input, filters: SQL[]): Promise<Page<Contact>> {
  const before = cursorId('contact', cursor);
  const rows = await ctx.db
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), before ? lt(contacts.id, before) : undefined, ...filters))
    .orderBy(desc(contacts.id))
    .limit(limit + 1);
  return pageFrom(rows, limit, toContact, (c) => c.id);
}

function isAddress(q: string): SQL | undefined {
  const [email, phone] = [normaliseEmail(q).ok, normalisePhone(q).ok];
  return email ? eq(contacts.email, email) : phone ? eq(contacts.phone, phone) : undefined;
}

/**
 * Addresses are kept in lower case. Not `ilike`, which folds both sides again for each row: 3 µs of it against 1. No trigrams: with their
 * index 10,000 new contacts take 1.6 s to insert and not 1.1, or 0.5 with keys alone, and it finds no name of two characters.
 */
function contains(q: string): SQL {
  const text = sql`lower(${containing(q)})`;
  const digits = q.replace(/[\s().\-/]/g, '');
  const phone = /^\+?\d{3,}$/.test(digits) ? sql`or ${contacts.phone} like ${containing(digits)}` : sql``;
  return sql`(lower(${contacts.name}) like ${text} or ${contacts.email} like ${text} ${phone})`;
}
