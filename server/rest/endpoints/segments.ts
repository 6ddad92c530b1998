import * as z from 'zod';
import { exportFields } from '@/contracts/exported-csv';
import { idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { audiencesQuery } from '@/contracts/queries';
import {
  explanation,
  fieldSchema,
  insights,
  overlap,
  overlapMatrixInput,
  overlapMatrixSchema,
  reach,
  reachInput,
  segmentInput,
  segmentSchema,
} from '@/contracts/segment';
import { exportAudience } from '@/server/audiences/export-audience';
import { createSegment } from '@/server/segments/create-segment';
import { deleteSegment } from '@/server/segments/delete-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { explainMember } from '@/server/segments/explain-member';
import { getSegment } from '@/server/segments/get-segment';
import { listFields } from '@/server/segments/list-fields';
import { listSegments } from '@/server/segments/list-segments';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { overlapMatrix } from '@/server/segments/overlap-matrix';
import { segmentInsights } from '@/server/segments/segment-insights';
import { updateSegment } from '@/server/segments/update-segment';
import { endpoint } from '../endpoint';

const tag = 'Segments';
const params = z.object({ id: idSchema('audience') });

/** Segments, and what can be asked of any audience: the CRM's paths, served under `/api/v1` and `/api/crm` alike. */
export const segmentEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/segments',
    scope: 'read:audiences',
    tag,
    summary: 'List segments',
    description: 'Not counted: `contact_count` is null. Read one segment, or its insights, for the number.',
    query: audiencesQuery,
    response: pageOf(segmentSchema),
    status: 200,
    handler: (ctx, { query }) => listSegments(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/segments',
    scope: 'write:audiences',
    tag,
    summary: 'Create a segment',
    description: 'A `dynamic` segment is evaluated whenever it is used; a `static` one freezes its members now.',
    body: segmentInput,
    response: segmentSchema,
    status: 201,
    handler: (ctx, { body }) => createSegment(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/segments/:id',
    scope: 'read:audiences',
    tag,
    summary: 'Read a segment',
    params,
    response: segmentSchema,
    status: 200,
    handler: (ctx, { params }) => getSegment(ctx, params.id),
  }),
  endpoint({
    method: 'PUT',
    path: '/audiences/segments/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Replace a segment',
    description: 'Saving a static segment freezes its members anew. A filter that leads back to the segment is refused.',
    params,
    body: segmentInput,
    response: segmentSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateSegment(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/segments/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Delete a segment',
    description:
      '409, naming it, while another segment names it with `$inAudience`, or a campaign that is not over, a live automation, an ads audience or a lookalike uses it.',
    params,
    status: 204,
    handler: (ctx, { params }) => deleteSegment(ctx, params.id),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/segments/:id/insights',
    scope: 'read:audiences',
    tag,
    summary: 'Who is in an audience',
    description: 'Breakdowns of the current population beside the whole list; `index` above 1 means over-represented.',
    params,
    response: insights,
    status: 200,
    handler: (ctx, { params }) => segmentInsights(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/estimate-reach',
    scope: 'read:audiences',
    tag,
    summary: 'Count a filter without saving it',
    description:
      'Exact unless the list is too large to count in time; then `exact` is false and `margin` is the half-width of the 95 % interval.',
    body: reachInput,
    response: reach,
    status: 200,
    mutates: false,
    handler: (ctx, { body }) => estimateReach(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/segments/:id1/overlap/:id2',
    scope: 'read:audiences',
    tag,
    summary: 'Overlap of two audiences',
    description: 'Audiences of any kind.',
    params: z.object({ id1: idSchema('audience'), id2: idSchema('audience') }),
    response: overlap,
    status: 200,
    handler: (ctx, { params }) => overlapAudiences(ctx, { a: params.id1, b: params.id2 }),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/overlap',
    scope: 'read:audiences',
    tag,
    summary: 'Overlap of two to eight audiences',
    description:
      'Audiences of any kind, each with each, in one count and so as of one moment. `only`: contacts that are in none of the others; `in_any` and `in_all`: of all the audiences named.',
    body: overlapMatrixInput,
    response: overlapMatrixSchema,
    status: 200,
    mutates: false,
    handler: (ctx, { body }) => overlapMatrix(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id/explain/:contact_id',
    scope: 'read:audiences',
    tag,
    summary: 'Why a contact is in an audience, or not',
    description: 'Every clause of the filter with true or false and the value seen, then every gate of a send.',
    params: z.object({ id: idSchema('audience'), contact_id: idSchema('contact') }),
    response: explanation,
    status: 200,
    handler: (ctx, { params }) => explainMember(ctx, { id: params.id, contactId: params.contact_id }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/:id/export',
    scope: 'read:contacts',
    tag,
    summary: 'Who is in an audience, as a CSV file',
    description: `Audiences of any kind, everybody who is in it now, in one snapshot. Columns: ${exportFields.join(', ')} (the last two
hold the reason of a suppression), then \`metadata.<key>\` for the 150 most frequent keys and \`metadata.*\` with the others as JSON. Values
that are no text are JSON. Cells that a spreadsheet would run begin with an apostrophe. Importing the file again changes nothing.`,
    params,
    file: { type: 'text/csv', name: 'audience.csv' },
    status: 200,
    handler: async (ctx, { params, signal }) => exportAudience(ctx, params.id, signal),
  }),
  endpoint({
    method: 'GET',
    path: '/fields',
    scope: 'read:contacts',
    tag,
    summary: 'Fields that filters can name',
    description: 'Built-in fields, then the metadata keys seen in a sample of contacts, with type, frequency and common values.',
    response: z.object({ data: z.array(fieldSchema) }),
    status: 200,
    handler: async (ctx) => ({ data: await listFields(ctx) }),
  }),
];
