import type { Contact, ContactInput } from '@/contracts/contact';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { transact } from '@/server/db/retry';
import { contacts } from '@/server/db/schema/contacts';
import { refuseTaken } from './address-taken';
import { checkContact, refuse } from './check-contact';
import { toContact } from './to-contact';

/** Creates a contact with an email or a phone. 422 for what is not valid, 409 (with the id of the one there is) when the address is taken. */
export async function createContact(ctx: Ctx, input: ContactInput): Promise<Contact> {
  const { values, issues } = checkContact(input);
  refuse(issues);
  if (!values.email && !values.phone) refuse([{ path: ['email'], code: 'no_address', message: 'a contact needs an email or a phone' }]);
  // 23505: another request created the same person after the look; the second look finds it
  return transact(
    ctx.db,
    async (tx) => {
      await refuseTaken(tx, ctx.orgId, values);
      await nameCause(tx, ctx.actor);
      const [row] = await tx
        .insert(contacts)
        .values({ ...values, orgId: ctx.orgId })
        .returning();
      if (!row) throw new Error('the contact was not created');
      await audit(tx, ctx, 'contact.created', encodeId('contact', row.id));
      return toContact(row);
    },
    ['23505'],
  );
}
