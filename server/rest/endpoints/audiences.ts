import * as z from 'zod';
import { audienceInput, audiencePatch, audienceSchema } from '@/contracts/audience';
import { idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { audiencesQuery } from '@/contracts/queries';
import { sendAccepted, sendInput } from '@/contracts/send';
import { createAudience } from '@/server/audiences/create-audience';
import { deleteAudience } from '@/server/audiences/delete-audience';
import { getAudience } from '@/server/audiences/get-audience';
import { listAudiences } from '@/server/audiences/list-audiences';
import { updateAudience } from '@/server/audiences/update-audience';
import { scheduleSend } from '@/server/sends/schedule-send';
import { endpoint } from '../endpoint';

const tag = 'Audiences';
const params = z.object({ id: idSchema('audience') });

export const audienceEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences',
    scope: 'read:audiences',
    tag,
    summary: 'List audiences',
    query: audiencesQuery,
    response: pageOf(audienceSchema),
    status: 200,
    handler: (ctx, { query }) => listAudiences(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences',
    scope: 'write:audiences',
    tag,
    summary: 'Create an audience',
    description: 'An empty list. The slug is made from the name unless it is given; it is unique in the organization.',
    body: audienceInput,
    response: audienceSchema,
    status: 201,
    handler: (ctx, { body }) => createAudience(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id',
    scope: 'read:audiences',
    tag,
    summary: 'Read an audience',
    params,
    response: audienceSchema,
    status: 200,
    handler: (ctx, { params }) => getAudience(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/audiences/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Update an audience',
    params,
    body: audiencePatch,
    response: audienceSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateAudience(ctx, { id: params.id, patch: body }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Delete an audience',
    description:
      'Its contacts stay, and so do its sends. 409, naming it, while the filter of a segment, a campaign that is not over, a live automation, an ads audience or a lookalike uses it.',
    params,
    status: 204,
    handler: (ctx, { params }) => deleteAudience(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/:id/send',
    scope: 'write:audiences',
    tag,
    summary: 'Send a template to an audience',
    description: `Freezes the recipients and schedules one message for each; \`total = scheduled + suppressed + unreachable + duplicates\`.
Now, at \`scheduled_at\`, or at \`scheduled_local\` in \`scheduled_at_tz\`; spread evenly over \`ramp_minutes\`. At most 10,000 recipients
per call: send larger audiences in disjoint parts with \`slice\`. Give an Idempotency-Key, so that a repeated call sends nothing.`,
    params,
    body: sendInput,
    response: sendAccepted,
    status: 201,
    handler: (ctx, { params, body }) => scheduleSend(ctx, { audienceId: params.id, ...body }),
  }),
];
