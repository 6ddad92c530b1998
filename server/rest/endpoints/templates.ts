import * as z from 'zod';
import { idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { templatesQuery } from '@/contracts/queries';
import { templateInput, templatePatch, templateSchema } from '@/contracts/template';
import { archiveTemplate } from '@/server/templates/archive-template';
import { createTemplate } from '@/server/templates/create-template';
import { getTemplate } from '@/server/templates/get-template';
import { listTemplates } from '@/server/templates/list-templates';
import { updateTemplate } from '@/server/templates/update-template';
import { endpoint } from '../endpoint';

const tag = 'Templates';
const params = z.object({ id: idSchema('template') });

export const templateEndpoints = [
  endpoint({
    method: 'GET',
    path: '/templates',
    scope: 'read:templates',
    tag,
    summary: 'List templates',
    query: templatesQuery,
    response: pageOf(templateSchema),
    status: 200,
    handler: (ctx, { query }) => listTemplates(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/templates',
    scope: 'write:templates',
    tag,
    summary: 'Create a template',
    description: 'The body is Markdown. `{{key}}` and `{{key|fallback}}` are variables, escaped by where they stand.',
    body: templateInput,
    response: templateSchema,
    status: 201,
    handler: (ctx, { body }) => createTemplate(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/templates/:id',
    scope: 'read:templates',
    tag,
    summary: 'Read a template',
    params,
    response: templateSchema,
    status: 200,
    handler: (ctx, { params }) => getTemplate(ctx, params.id),
  }),
  endpoint({
    method: 'PATCH',
    path: '/templates/:id',
    scope: 'write:templates',
    tag,
    summary: 'Update a template',
    description: 'Makes a new version; sends keep the version that they were scheduled with.',
    params,
    body: templatePatch,
    response: templateSchema,
    status: 200,
    handler: (ctx, { params, body }) => updateTemplate(ctx, { id: params.id, patch: body }),
  }),
  endpoint({
    method: 'DELETE',
    path: '/templates/:id',
    scope: 'write:templates',
    tag,
    summary: 'Archive a template',
    description:
      'No new send can use it; scheduled ones go out as they are. 409, naming it, while a campaign that is not over or a live automation sends it.',
    params,
    status: 204,
    handler: (ctx, { params }) => archiveTemplate(ctx, params.id),
  }),
];
