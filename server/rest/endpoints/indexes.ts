import * as z from 'zod';
import { filterIndexInput, filterIndexSchema, slowFilterSchema } from '@/contracts/filter-index';
import { idSchema } from '@/contracts/ids';
import { createIndex } from '@/server/indexes/create-index';
import { dropIndex } from '@/server/indexes/drop-index';
import { getIndex, listIndexes } from '@/server/indexes/list-indexes';
import { listSlowFilters } from '@/server/indexes/list-slow-filters';
import { endpoint } from '../endpoint';

const tag = 'Slow filters';
const params = z.object({ id: idSchema('filterIndex') });

export const indexEndpoints = [
  endpoint({
    method: 'GET',
    path: '/collection/slow-filters',
    scope: 'read:indexes',
    tag,
    summary: 'Filters that took long, and what would help',
    description: 'Counts of 250 ms and more, by the shape of their filter, with the plan and a sentence of advice.',
    response: z.object({ data: z.array(slowFilterSchema) }),
    status: 200,
    handler: async (ctx) => ({ data: await listSlowFilters(ctx) }),
  }),
  endpoint({
    method: 'GET',
    path: '/collection/index',
    scope: 'read:indexes',
    tag,
    summary: 'List indexes',
    response: z.object({ data: z.array(filterIndexSchema) }),
    status: 200,
    handler: async (ctx) => ({ data: await listIndexes(ctx) }),
  }),
  endpoint({
    method: 'POST',
    path: '/collection/index',
    scope: 'write:indexes',
    tag,
    summary: 'Build an index on a field',
    description:
      'In the background, without holding up a write: read it until `status` is `ready`. A filter is explained and timed before and after. An index that no filter uses for 30 days is dropped.',
    body: filterIndexInput,
    example: { field: 'metadata.ltv', filter: { datatype: 'contact', where: { 'metadata.ltv': { $gte: 500 } } } },
    response: filterIndexSchema,
    status: 202,
    handler: (ctx, { body }) => createIndex(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/collection/index/:id',
    scope: 'read:indexes',
    tag,
    summary: 'Get an index',
    params,
    response: filterIndexSchema,
    status: 200,
    handler: (ctx, { params }) => getIndex(ctx, params.id),
  }),
  endpoint({
    method: 'DELETE',
    path: '/collection/index/:id',
    scope: 'write:indexes',
    tag,
    summary: 'Drop an index',
    params,
    status: 204,
    handler: (ctx, { params }) => dropIndex(ctx, params.id),
  }),
];
