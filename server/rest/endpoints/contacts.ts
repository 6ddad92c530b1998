import * as z from 'zod';
import { contactInput, contactPatch, contactSchema } from '@/contracts/contact';
import { idSchema } from '@/contracts/ids';
import { limits } from '@/contracts/limits';
import { pageOf } from '@/contracts/page';
import { contactsQuery } from '@/contracts/queries';
import { batchContacts } from '@/server/contacts/batch-contacts';
import { createContact } from '@/server/contacts/create-contact';
import { deleteContact } from '@/server/contacts/delete-contact';
import { getContact } from '@/server/contacts/get-contact';
import { listContacts } from '@/server/contacts/list-contacts';
import { updateContact } from '@/server/contacts/update-contact';
import { endpoint } from '../endpoint';

const tag = 'Contacts';
const params = z.object({ id: idSchema('contact') });

const batchResult = z
  .object({
    created: z.number().int(),
    updated: z.number().int(),
    unchanged: z.number().int(),
    rejected: z.array(z.object({ index: z.number().int(), code: z.string(), message: z.string() })),
    data: z.array(contactSchema),
  })
  .meta({ id: 'BatchResult' });

export const contactEndpoints = [
  endpoint({
    method: 'GET',
    path: '/contacts',
    scope: 'read:contacts',
    tag,
    summary: 'List contacts',
    description:
      'Newest first. `email` and `phone` find one address in any of its spellings; `q` looks for a part of a name or address, and finds whoever has it as a whole address alone.',
    query: contactsQuery,
    response: pageOf(contactSchema),
    status: 200,
    handler: (ctx, { query }) => listContacts(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/contacts',
    scope: 'write:contacts',
    tag,
    summary: 'Create a contact',
    description: 'Needs an email or a phone. 409 when the organization has the address already; the issue names the contact.',
    body: contactInput,
    response: contactSchema,
    status: 201,
    handler: (ctx, { body }) => createContact(ctx, body),
  }),
  endpoint({
    method: 'POST',
    path: '/contacts/batch',
    scope: 'write:contacts',
    tag,
    summary: 'Create or update up to 1,000 contacts',
    description:
      'Matched by address. `created + updated + unchanged + rejected` equals the number given; a refused one does not stop the rest.',
    body: z.strictObject({ contacts: z.array(contactInput).min(1).max(limits.batchContacts) }).meta({ id: 'ContactBatch' }),
    response: batchResult,
    status: 200,
    handler: (ctx, { body }) => batchContacts(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/contacts/:id',
    scope: 'read:contacts',
    tag,
    summary: 'Read a contact',
    params,
    response: contactSchema,
    status: 200,
    handler: (ctx, { params }) => getContact(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/contacts/:id',
    scope: 'write:contacts',
    tag,
    summary: 'Update a contact',
    description: 'Only the given fields change. `null` clears a field; `metadata` is merged, a `null` value removes its key.',
    params,
    body: contactPatch,
    response: contactSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateContact(ctx, { id: params.id, patch: body }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/contacts/:id',
    scope: 'write:contacts',
    tag,
    summary: 'Delete a contact',
    description: 'Leaves every audience. Messages already in a ledger stay, without the reference.',
    params,
    status: 204,
    handler: (ctx, { params }) => deleteContact(ctx, params.id),
  }),
];
