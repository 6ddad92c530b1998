import * as z from 'zod';
import {
  customInput,
  customPatch,
  customQuery,
  customSchema,
  customTypeSchema,
  customUploadInput,
  customUploadResult,
  lookalikeExplanation,
  uploadSummary,
} from '@/contracts/custom';
import { encodeId, idSchema } from '@/contracts/ids';
import { pageOf, pageQuery } from '@/contracts/page';
import { createCustom } from '@/server/custom/create-custom';
import { customTypeList } from '@/server/custom/custom-types';
import { deleteCustom } from '@/server/custom/delete-custom';
import { explainCustom } from '@/server/custom/explain-custom';
import { getCustom } from '@/server/custom/get-custom';
import { listCustom } from '@/server/custom/list-custom';
import { listUploads } from '@/server/custom/list-uploads';
import { refreshCustom } from '@/server/custom/refresh-custom';
import { updateCustom } from '@/server/custom/update-custom';
import { uploadKeys } from '@/server/custom/upload-keys';
import { endpoint } from '../endpoint';

const tag = 'Custom audiences';
const params = z.object({ id: idSchema('audience') });
const seed = encodeId('audience', '01970000-0000-7000-8000-000000000002');

/** Custom audiences: the CRM's paths, served under `/api/v1` and `/api/crm` alike. */
export const customEndpoints = [
  endpoint({
    method: 'GET',
    path: '/audiences/custom-types',
    scope: 'read:audiences',
    tag,
    summary: 'Kinds of custom audience',
    description: 'What each is, and what it needs.',
    response: z.object({ data: z.array(customTypeSchema) }),
    status: 200,
    handler: async () => ({ data: customTypeList }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/custom',
    scope: 'read:audiences',
    tag,
    summary: 'List custom audiences',
    description: 'Newest first. What a lookalike learned is left out, and a pixel’s audience is not counted: read one for that.',
    query: customQuery,
    response: pageOf(customSchema),
    status: 200,
    handler: (ctx, { query }) => listCustom(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/custom',
    scope: 'write:audiences',
    tag,
    summary: 'Create a custom audience',
    description: `\`type\` says which; \`/audiences/custom-types\` says what each needs. A lookalike has its members when this answers, and is refused
with the reason when its seed is too small (\`seed_too_small\`) or too mixed (\`seed_too_mixed\`). An uploaded one waits for its first file.`,
    body: customInput,
    example: { type: 'lookalike', name: 'Like our best customers', lookalike: { seed_audience_id: seed, size: { percent: 5 } } },
    response: customSchema,
    status: 201,
    handler: (ctx, { body }) => createCustom(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/custom/:id',
    scope: 'read:audiences',
    tag,
    summary: 'Read a custom audience',
    description: 'With its match rates, or with what its model learned: shares and weights of the 40 strongest features.',
    params,
    response: customSchema,
    status: 200,
    handler: (ctx, { params }) => getCustom(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/audiences/custom/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Update a custom audience',
    description: 'A changed definition is evaluated before this answers; if it cannot be, nothing changes.',
    params,
    body: customPatch,
    example: { name: 'Like our best customers, narrower' },
    response: customSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateCustom(ctx, { id: params.id, patch: body }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/audiences/custom/:id',
    scope: 'write:audiences',
    tag,
    summary: 'Delete a custom audience',
    description: 'With every hash that was uploaded to it. Contacts and sends stay. 409, naming it, while something uses it.',
    params,
    status: 204,
    handler: (ctx, { params }) => deleteCustom(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/custom/:id/refresh',
    scope: 'write:audiences',
    tag,
    summary: 'Evaluate a custom audience again',
    description: 'Matches contacts who came since; a lookalike learns anew. Happens every night by itself.',
    params,
    response: customSchema,
    status: 200,
    handler: (ctx, { params }) => refreshCustom(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/audiences/custom/:id/upload',
    scope: 'write:audiences',
    tag,
    summary: 'Upload people to match',
    description: `As text/csv, or JSON with \`csv\` or \`rows\`. Columns are guessed (the answer says how) or given; addresses are brought to their normal
form and hashed with SHA-256; hashes may be uploaded instead. An address that matches no contact is kept as a hash only. Refused rows come
back by line and reason, at most 1,000 of them; \`accepted + rejected = rows\`.`,
    params,
    body: customUploadInput,
    csv: true,
    example: { csv: 'email,phone\nada@example.com,+4512345678\n' },
    response: customUploadResult,
    status: 200,
    handler: (ctx, { params, body }) => uploadKeys(ctx, { audienceId: params.id, ...body }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/custom/:id/uploads',
    scope: 'read:audiences',
    tag,
    summary: 'List the uploads of a custom audience',
    description: 'In figures; no cell of a file is kept.',
    params,
    query: pageQuery,
    response: pageOf(uploadSummary),
    status: 200,
    handler: (ctx, { params, query }) => listUploads(ctx, { audienceId: params.id, ...query }),
  }),
  endpoint({
    method: 'GET',
    path: '/audiences/custom/:id/explain/:contact_id',
    scope: 'read:audiences',
    tag,
    summary: 'Why a contact is in a custom audience, or not',
    description: 'In words: what makes them alike, which uploaded key is theirs, or what they did on the site.',
    params: z.object({ id: idSchema('audience'), contact_id: idSchema('contact') }),
    response: lookalikeExplanation,
    status: 200,
    handler: (ctx, { params }) => explainCustom(ctx, { id: params.id, contactId: params.contact_id }),
  }),
];
