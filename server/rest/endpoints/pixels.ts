import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { pixelInput, pixelPatch, pixelSchema, pixelWithSecret } from '@/contracts/pixel';
import { createPixel } from '@/server/pixel/create-pixel';
import { deletePixel } from '@/server/pixel/delete-pixel';
import { getPixel } from '@/server/pixel/get-pixel';
import { listPixels } from '@/server/pixel/list-pixels';
import { rotateSecret } from '@/server/pixel/rotate-secret';
import { updatePixel } from '@/server/pixel/update-pixel';
import { endpoint } from '../endpoint';

const tag = 'Pixels';
const params = z.object({ id: idSchema('pixel') });

export const pixelEndpoints = [
  endpoint({
    method: 'GET',
    path: '/pixels',
    scope: 'read:audiences',
    tag,
    summary: 'List pixels',
    query: pageQuery,
    response: pageOf(pixelSchema),
    status: 200,
    handler: (ctx, { query }) => listPixels(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/pixels',
    scope: 'write:audiences',
    tag,
    summary: 'Create a pixel',
    description: `Only pages of \`origins\` may report. \`secret\` is shown here and never again: your server signs who a visitor is with it, as
\`HMAC-SHA-256(secret, "<seconds since 1970>.<email, phone or contact id>")\` in hexadecimal.`,
    body: pixelInput,
    example: { name: 'Shop', origins: ['https://shop.example'], require_consent: true, retention_days: 90 },
    response: pixelWithSecret,
    status: 201,
    handler: (ctx, { body }) => createPixel(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/pixels/:id',
    scope: 'read:audiences',
    tag,
    summary: 'Read a pixel',
    description: 'With the browsers it has seen, how many of these are known contacts, and what waits of strangers.',
    params,
    response: pixelSchema,
    status: 200,
    handler: (ctx, { params }) => getPixel(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/pixels/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Update a pixel',
    params,
    body: pixelPatch,
    example: { origins: ['https://shop.example', 'https://www.shop.example'] },
    response: pixelSchema,
    status: 200,
    handler: (ctx, { params, body }) => updatePixel(ctx, { id: params.id, patch: body }),
  }),
  endpoint({
    method: 'POST',
    path: '/pixels/:id/rotate-secret',
    scope: 'write:audiences',
    tag,
    summary: 'Replace the secret of a pixel',
    description: 'What the old one signs is refused from now on.',
    params,
    response: pixelWithSecret,
    status: 200,
    handler: (ctx, { params }) => rotateSecret(ctx, params.id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/pixels/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Delete a pixel',
    description: 'With its visitors and what waits of strangers. What contacts did stays with them.',
    params,
    status: 204,
    handler: (ctx, { params }) => deletePixel(ctx, params.id),
  }),
];
