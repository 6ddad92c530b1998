import { and, eq, inArray } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { contacts } from '@/server/db/schema/contacts';

/** The distinct uuids, held against deletion until the transaction ends; 404 naming each that the organization does not have. */
export async function findContacts(tx: Executor, orgId: OrgId, ids: string[]): Promise<string[]> {
  const rows = await tx
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, orgId), inArray(contacts.id, ids)))
    .orderBy(contacts.id)
    .for('key share');
  const found = new Set(rows.map((row) => row.id));
  const missing = ids.flatMap((id, i) => (found.has(id) ? [] : [i]));
  if (missing.length) {
    const issues = missing.map((i) => ({ path: ['contact_ids', i], code: 'not_found', message: 'contact not found' }));
    throw new AppError('not_found', 'contact not found', issues);
  }
  return [...found];
}
