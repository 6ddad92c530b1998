import { and, eq, ne, or } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { contacts } from '@/server/db/schema/contacts';

/** 409 when another contact of the organization has the email or the phone; the issue names the field and that contact's id. */
export async function refuseTaken(
  db: Executor,
  orgId: OrgId,
  address: { email?: string | null; phone?: string | null },
  exceptId?: string,
): Promise<void> {
  const { email, phone } = address;
  if (!email && !phone) return;
  const same = or(email ? eq(contacts.email, email) : undefined, phone ? eq(contacts.phone, phone) : undefined);
  const rows = await db
    .select({ id: contacts.id, email: contacts.email })
    .from(contacts)
    .where(and(eq(contacts.orgId, orgId), same, exceptId ? ne(contacts.id, exceptId) : undefined));
  if (!rows.length) return;
  const issues = rows.map((row) => {
    const field = email && row.email === email ? 'email' : 'phone';
    return { path: [field], code: 'already_exists', message: `contact ${encodeId('contact', row.id)} has this ${field}` };
  });
  throw new AppError('conflict', 'A contact with this address already exists.', issues);
}
