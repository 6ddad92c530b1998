import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { messagesQuery } from '@/contracts/queries';
import { messageSchema, sendSchema } from '@/contracts/send';
import { subjectChoice } from '@/contracts/subject-test';
import { cancelSend } from '@/server/sends/cancel-send';
import { getSend } from '@/server/sends/get-send';
import { listMessages } from '@/server/sends/list-messages';
import { listSends } from '@/server/sends/list-sends';
import { pauseSend } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';
import { chooseSubject } from '@/server/subject-tests/choose-subject';
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
    method: 'POST',
    path: '/sends/:id/pause',
    scope: 'write:sends',
    tag,
    summary: 'Pause a send',
    description:
      'Nothing more leaves; what is with the provider at this moment ends as it ends. A second call changes nothing; 409 when it is over.',
    params,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params }) => pauseSend(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/sends/:id/resume',
    scope: 'write:sends',
    tag,
    summary: 'Resume a paused send',
    description:
      'What has not left moves back by the time that the pause took, so that it keeps its spacing. A pause that ends before the start of the send moves nothing.',
    params,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params }) => resumeSend(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/sends/:id/subject',
    scope: 'write:sends',
    tag,
    summary: 'Choose the subject for the rest',
    description:
      'Ends the test of subjects of a send before its time. All slices of a campaign’s occurrence share one test, so one call is for all. The same choice again changes nothing; 409 before the send has begun, while it is paused, and when it is decided or over.',
    params,
    body: subjectChoice,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params, body }) => chooseSubject(ctx, params.id, body.winner),
  }),
  endpoint({
    method: 'DELETE',
    path: '/sends/:id',
    scope: 'write:sends',
    tag,
    summary: 'Cancel a send',
    description:
      'Cancels what has not left, at once: from the answer on nothing begins to leave. What was sent stays sent; what is with the provider at this moment ends as it ends. A second call changes nothing.',
    params,
    response: sendSchema,
    status: 200,
    handler: (ctx, { params }) => cancelSend(ctx, params.id),
  }),
];
