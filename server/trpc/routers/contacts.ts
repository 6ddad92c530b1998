import * as z from 'zod';
import { contactInput, contactPatch } from '@/contracts/contact';
import { idSchema } from '@/contracts/ids';
import { limits } from '@/contracts/limits';
import { contactsQuery } from '@/contracts/queries';
import { batchContacts } from '@/server/contacts/batch-contacts';
import { createContact } from '@/server/contacts/create-contact';
import { deleteContact } from '@/server/contacts/delete-contact';
import { getContact } from '@/server/contacts/get-contact';
import { listContacts } from '@/server/contacts/list-contacts';
import { updateContact } from '@/server/contacts/update-contact';
import { memberProcedure, ownerProcedure, router } from '@/server/trpc/init';

const byId = z.strictObject({ id: idSchema('contact') });

export const contactsRouter = router({
  list: memberProcedure.input(contactsQuery).query(({ ctx, input, signal }) => listContacts(ctx.user, { ...input, signal })),
  get: memberProcedure.input(byId).query(({ ctx, input }) => getContact(ctx.user, input.id)),
  create: ownerProcedure.input(contactInput).mutation(({ ctx, input }) => createContact(ctx.user, input)),
  update: ownerProcedure
    .input(byId.extend(contactPatch.shape))
    .mutation(({ ctx, input: { id, ...patch } }) => updateContact(ctx.user, { id, patch })),
  delete: ownerProcedure.input(byId).mutation(({ ctx, input }) => deleteContact(ctx.user, input.id)),
  batch: ownerProcedure
    .input(z.strictObject({ contacts: z.array(contactInput).min(1).max(limits.batchContacts) }))
    .mutation(({ ctx, input }) => batchContacts(ctx.user, input)),
});
