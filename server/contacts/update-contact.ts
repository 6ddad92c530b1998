import { isDeepStrictEqual } from 'node:util';
import { and, eq, sql } from 'drizzle-orm';
import type { Contact, ContactPatch } from '@/contracts/contact';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { metadataIssues } from '@/contracts/metadata';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { transact } from '@/server/db/retry';
import { contacts } from '@/server/db/schema/contacts';
import { refuseTaken } from './address-taken';
import { checkContact, refuse } from './check-contact';
import { toContact } from './to-contact';

/**
 * Changes the given fields; `null` clears one. Metadata keys are merged, a key with `null` is removed; tags are replaced. A contact keeps
 * at least one address (422). 409 when another contact has the new address. What is already so is not written.
 */
export async function updateContact(ctx: Ctx, input: { id: string; patch: ContactPatch }): Promise<Contact> {
  const own = and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, input.id));
  return transact(
    ctx.db,
    async (tx) => {
      const [old] = await tx.select().from(contacts).where(own).for('update');
      if (!old) throw notFound('contact');
      const { values, issues } = checkContact(input.patch, old.country);
      refuse(issues);
      if (values.metadata) {
        values.metadata = mergeKeys(old.metadata, values.metadata);
        refuse(metadataIssues(values.metadata), ['metadata']);
      }
      const changed = Object.entries(values).filter(([field, value]) => !isDeepStrictEqual(value, old[field as keyof typeof old]));
      if (!changed.length) return toContact(old);
      const next = { ...old, ...values };
      if (!next.email && !next.phone) refuse([{ path: ['email'], code: 'no_address', message: 'a contact needs an email or a phone' }]);
      await refuseTaken(tx, ctx.orgId, values, old.id);
      await nameCause(tx, ctx.actor);
      const set = { ...Object.fromEntries(changed), updatedAt: sql`now()` };
      const [row] = await tx.update(contacts).set(set).where(own).returning();
      if (!row) throw notFound('contact');
      await audit(tx, ctx, 'contact.updated', encodeId('contact', row.id), { fields: changed.map(([field]) => field) });
      return toContact(row);
    },
    ['23505'],
  );
}

function mergeKeys(old: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries({ ...old, ...patch }).filter(([key, value]) => value !== null || !Object.hasOwn(patch, key)));
}
