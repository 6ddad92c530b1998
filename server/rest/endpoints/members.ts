import * as z from 'zod';
import { addMembersInput, membersChanged, membersRemoved, removeMembersInput } from '@/contracts/audience';
import { contactSchema } from '@/contracts/contact';
import { idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { addMembers } from '@/server/audiences/add-members';
import { listMembers } from '@/server/audiences/list-members';
import { removeMembers } from '@/server/audiences/remove-members';
import { endpoint } from '../endpoint';

const tag = 'Audiences';
const path = '/audiences/:id/members';
const params = z.object({ id: idSchema('audience') });

export const memberEndpoints = [
  endpoint({
    method: 'GET',
    path,
    scope: 'read:audiences',
    tag,
    summary: 'List the members of an audience',
    params,
    query: pageQuery,
    response: pageOf(contactSchema),
    status: 200,
    handler: (ctx, { params, query }) => listMembers(ctx, { audienceId: params.id, ...query }),
  }),
  endpoint({
    method: 'POST',
    path,
    scope: 'write:audiences',
    tag,
    summary: 'Add members',
    description: 'By `contact_ids`, or as `contacts`, which are matched by address or created first. Up to 1,000.',
    params,
    body: addMembersInput.meta({ id: 'AddMembersInput' }),
    response: membersChanged.meta({ id: 'MembersAdded' }),
    status: 200,
    handler: (ctx, { params, body }) => addMembers(ctx, { audienceId: params.id, ...body }),
  }),
  endpoint({
    method: 'DELETE',
    path,
    scope: 'write:audiences',
    tag,
    summary: 'Remove members',
    params,
    body: removeMembersInput.meta({ id: 'RemoveMembersInput' }),
    response: membersRemoved.meta({ id: 'MembersRemoved' }),
    status: 200,
    handler: (ctx, { params, body }) => removeMembers(ctx, { audienceId: params.id, ...body }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/:id/members/:contact_id',
    scope: 'write:audiences',
    tag,
    summary: 'Remove one member',
    params: params.extend({ contact_id: idSchema('contact') }),
    response: membersRemoved.meta({ id: 'MembersRemoved' }),
    status: 200,
    handler: (ctx, { params }) => removeMembers(ctx, { audienceId: params.id, contact_ids: [params.contact_id] }),
  }),
];
