import * as z from 'zod';
import { pageOf, pageQuery } from '@/contracts/page';
import { recordImportInput, recordImportResult, recordInput, recordSchema } from '@/contracts/segment';
import { deleteRecord } from '@/server/records/delete-record';
import { importRecords } from '@/server/records/import-records';
import { listRecords } from '@/server/records/list-records';
import { putRecord } from '@/server/records/put-record';
import { endpoint } from '../endpoint';

const params = z.object({ datatype: z.string().min(1).max(64) });
const one = params.extend({ key: z.string().min(1).max(200) });

/** Records of the organization's own, linked to contacts: what filters see beside the contact itself. */
export const recordEndpoints = [
  endpoint({
    method: 'GET',
    path: '/records/:datatype',
    scope: 'read:contacts',
    tag: 'Events and records',
    summary: 'List records of a type',
    params,
    query: pageQuery,
    response: pageOf(recordSchema),
    status: 200,
    handler: (ctx, { params, query }) => listRecords(ctx, { ...params, ...query }),
  }),
  endpoint({
    method: 'POST',
    path: '/records/:datatype',
    scope: 'write:contacts',
    tag: 'Events and records',
    summary: 'Create or replace a record',
    description:
      'A JSON record of a type you name (`company`, `order`), linked to contacts; a segment over it selects the linked contacts.',
    params,
    body: recordInput,
    response: recordSchema,
    status: 201,
    handler: (ctx, { params, body }) => putRecord(ctx, { ...body, ...params }),
  }),
  endpoint({
    method: 'POST',
    path: '/records/:datatype/import',
    scope: 'write:contacts',
    tag: 'Events and records',
    summary: 'Import records from a CSV',
    description:
      'Columns: `key`, `email` or `emails` (several separated by semicolons), every other one a field of the data. A column whose filled cells are all numbers, or all true and false, becomes that; name it in `text` to keep it text. Rows that are refused are in the answer with line and reason. The file may also be sent as `text/csv`.',
    params,
    body: recordImportInput,
    csv: true,
    response: recordImportResult,
    status: 200,
    handler: (ctx, { params, body }) => importRecords(ctx, { ...body, ...params }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/records/:datatype/:key',
    scope: 'write:contacts',
    tag: 'Events and records',
    summary: 'Delete a record',
    params: one,
    status: 204,
    handler: (ctx, { params }) => deleteRecord(ctx, params),
  }),
];
