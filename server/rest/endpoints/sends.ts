import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { messagesQuery } from '@/contracts/queries';
import { messageSchema, sendSchema } from '@/contracts/send';
import { cancelSend } from '@/server/sends/cancel-send';
import { getSend } from '@/server/sends/get-send';
import { listMessages } from '@/server/sends/list-messages';
import { listSends } from '@/server/sends/list-sends';
import { endpoint } from '../endpoint';

const tag = 'Sends';
const params = z.object({ id: idSchema('send') });

export const sendEndpoints = [
  endpoint({
    method: 'GET',
    path: '/sends',
    scope: 'read:sends',
    tag,
    summary: 'List sends',
    query: pageQuery.extend({ audience_id: idSchema('audience').optional() }),
    response: pageOf(sendSchema),
    status: 200,
    handler: (ctx, { query: { audience_id, ...page } }) => listSends(ctx, { audienceId: audience_id, ...page }),
  }),
  endpoint({
    method: 'GET',
    path: '/sends/:id',
    scope: 'read:sends',
    tag,
    summary: 'Read a send',
    description:
      'The counts close: `total` is always the sum of the others. `unknown` is a message whose fate cannot be known; it is never sent again.',
    params,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params }) => getSend(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/sends/:id/messages',
    scope: 'read:sends',
    tag,
    summary: 'List the messages of a send',
    params,
    query: messagesQuery,
    response: pageOf(messageSchema),
    status: 200,
    handler: (ctx, { params, query }) => listMessages(ctx, { sendId: params.id, ...query }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/sends/:id',
    scope: 'write:sends',
    tag,
    summary: 'Cancel a send',
    description: 'Cancels what has not left; what was sent stays sent. A second call changes nothing.',
    params,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params }) => cancelSend(ctx, params.id),
  }),
];
