import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { suppressionsQuery } from '@/contracts/queries';
import { suppressionInput, suppressionSchema } from '@/contracts/suppression';
import { liftSuppression } from '@/server/suppressions/lift-suppression';
import { listSuppressions } from '@/server/suppressions/list-suppressions';
import { suppress } from '@/server/suppressions/suppress';
import { endpoint } from '../endpoint';

const tag = 'Suppressions';

export const suppressionEndpoints = [
  endpoint({
    method: 'GET',
    path: '/suppressions',
    scope: 'read:suppressions',
    tag,
    summary: 'List suppressions',
    query: suppressionsQuery,
    response: pageOf(suppressionSchema),
    status: 200,
    handler: (ctx, { query }) => listSuppressions(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/suppressions',
    scope: 'write:suppressions',
    tag,
    summary: 'Suppress an address',
    description:
      'Nothing is sent to it on that channel from now on; messages that wait for it are taken out. Suppressing twice changes nothing.',
    body: suppressionInput,
    response: suppressionSchema,
    status: 201,
    handler: (ctx, { body }) => suppress(ctx, body),
  }),
  endpoint({
    method: 'DELETE',
    path: '/suppressions/:id',
    scope: 'write:suppressions',
    tag,
    summary: 'Lift a suppression',
    params: z.object({ id: idSchema('suppression') }),
    status: 204,
    handler: (ctx, { params }) => liftSuppression(ctx, params.id),
  }),
];
