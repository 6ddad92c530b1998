import * as z from 'zod';
import {
  automationBody,
  automationDetail,
  automationSchema,
  automationsQuery,
  hookSchema,
  runDetail,
  runSchema,
  runsQuery,
  testInput,
  testResult,
  versionSchema,
} from '@/contracts/automation-api';
import { encodeId, idSchema } from '@/contracts/ids';
import { pageOf } from '@/contracts/page';
import { createAutomation } from '@/server/automations/create-automation';
import { getAutomation } from '@/server/automations/get-automation';
import { getRun } from '@/server/automations/get-run';
import { getHook, rotateHook } from '@/server/automations/hook';
import { listAutomations } from '@/server/automations/list-automations';
import { listRuns } from '@/server/automations/list-runs';
import { listVersions } from '@/server/automations/list-versions';
import { moveRuns } from '@/server/automations/move-runs';
import { activateAutomation, archiveAutomation, pauseAutomation } from '@/server/automations/set-status';
import { stopRuns } from '@/server/automations/stop-runs';
import { testAutomation } from '@/server/automations/test-automation';
import { updateAutomation } from '@/server/automations/update-automation';
import { endpoint } from '../endpoint';

const tag = 'Automations';
const params = z.object({ id: idSchema('automation') });
const runParams = params.extend({ run_id: idSchema('automationRun') });

const audience = encodeId('audience', '01970000-0000-7000-8000-000000000002');
const example = {
  name: 'Welcome VIPs',
  definition: {
    trigger: { type: 'audience', audience_id: audience, on: 'enters' },
    entry: { reentry: 'once' },
    exit: { goal: { event: 'order.paid' } },
    steps: [
      { id: 'morning', type: 'wait_until', time: '09:00', timezone: 'contact', fallback_timezone: 'Europe/London' },
      { id: 'hello', type: 'send', channel: 'email', template: 'weekly-newsletter', from: 'hello@yourdomain.com' },
      {
        id: 'opened',
        type: 'branch',
        filter: { datatype: 'contact', where: { tags: 'newsletter' } },
        yes: [{ id: 'engaged', type: 'tag', tag: 'engaged' }],
        no: [{ id: 'wait', type: 'wait', for: 'P3D' }],
      },
    ],
  },
};

export const automationEndpoints = [
  endpoint({
    method: 'GET',
    path: '/automations',
    scope: 'read:automations',
    tag,
    summary: 'List automations',
    description: 'Archived ones only with `status=archived`.',
    query: automationsQuery,
    response: pageOf(automationSchema),
    status: 200,
    handler: (ctx, { query }) => listAutomations(ctx, query),
  }),
  endpoint({
    method: 'POST',
    path: '/automations',
    scope: 'write:automations',
    tag,
    summary: 'Create an automation',
    description: 'A draft: nothing happens until it is activated. What is wrong is said with the path and the id of the step.',
    body: automationBody,
    example,
    response: automationDetail,
    status: 201,
    handler: (ctx, { body }) => createAutomation(ctx, body),
  }),
  endpoint({
    method: 'GET',
    path: '/automations/:id',
    scope: 'read:automations',
    tag,
    summary: 'Read an automation',
    params,
    response: automationDetail,
    status: 200,
    handler: (ctx, { params }) => getAutomation(ctx, params.id),
  }),
  endpoint({
    method: 'PUT',
    path: '/automations/:id',
    scope: 'write:automations',
    tag,
    summary: 'Save a new version',
    description: 'Who is under way stays on the version they entered. With `based_on`: 409 when that is not the current version.',
    params,
    body: automationBody.extend({ based_on: z.number().int().positive().optional() }),
    example,
    response: automationDetail,
    status: 200,
    handler: (ctx, { params, body }) => updateAutomation(ctx, { ...body, id: params.id }),
  }),
  ...(
    [
      ['activate', 'Activate or resume', activateAutomation, 'Who is in the audience already does not enter. Runs that were held go on.'],
      ['pause', 'Pause', pauseAutomation, 'Nobody enters; whoever is under way is held before their next step.'],
      ['archive', 'Archive', archiveAutomation, 'For good: nobody enters, and whoever is under way is stopped.'],
    ] as const
  ).map(([verb, summary, run, description]) =>
    endpoint({
      method: 'POST',
      path: `/automations/:id/${verb}`,
      scope: 'write:automations',
      tag,
      summary: `${summary} an automation`,
      description,
      params,
      response: automationDetail,
      status: 200,
      handler: (ctx, { params }) => run(ctx, params.id),
    }),
  ),
  endpoint({
    method: 'GET',
    path: '/automations/:id/versions',
    scope: 'read:automations',
    tag,
    summary: 'List the versions',
    params,
    response: z.object({ data: z.array(versionSchema) }),
    status: 200,
    handler: async (ctx, { params }) => ({ data: await listVersions(ctx, params.id) }),
  }),
  endpoint({
    method: 'GET',
    path: '/automations/:id/webhook',
    scope: 'write:automations',
    tag,
    summary: 'Address and secrets of its webhooks',
    description: 'Calls are signed as Standard Webhooks say. The body of an incoming call: `{"contact": {"email": …}, "data": {…}}`.',
    params,
    response: hookSchema,
    status: 200,
    handler: (ctx, { params }) => getHook(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/automations/:id/webhook/rotate',
    scope: 'write:automations',
    tag,
    summary: 'New address and secrets',
    params,
    response: hookSchema,
    status: 200,
    handler: (ctx, { params }) => rotateHook(ctx, params.id),
  }),
  endpoint({
    method: 'POST',
    path: '/automations/:id/test',
    scope: 'write:automations',
    tag,
    summary: 'Try it with one contact',
    params,
    body: testInput,
    example: { contact_id: encodeId('contact', '01970000-0000-7000-8000-000000000001'), mode: 'dry' },
    response: testResult,
    status: 200,
    handler: (ctx, { params, body }) => testAutomation(ctx, { ...body, id: params.id }),
  }),
  endpoint({
    method: 'GET',
    path: '/automations/:id/runs',
    scope: 'read:automations',
    tag,
    summary: 'List the runs',
    params,
    query: runsQuery,
    response: pageOf(runSchema),
    status: 200,
    handler: (ctx, { params, query: { contact_id, ...query } }) => listRuns(ctx, { ...query, contactId: contact_id, id: params.id }),
  }),
  endpoint({
    method: 'POST',
    path: '/automations/:id/runs/move',
    scope: 'write:automations',
    tag,
    summary: 'Move people under way to the current version',
    description: 'Each to the step of the same id; `left` counts those whose step is gone, who stay on their version.',
    params,
    body: z.strictObject({ from: z.number().int().positive().optional() }),
    example: { from: 1 },
    response: z.object({ moved: z.number(), left: z.number() }),
    status: 200,
    handler: (ctx, { params, body }) => moveRuns(ctx, { id: params.id, from: body.from }),
  }),
  endpoint({
    method: 'POST',
    path: '/automations/:id/runs/stop',
    scope: 'write:automations',
    tag,
    summary: 'Stop people under way',
    params,
    body: z.strictObject({ version: z.number().int().positive().optional() }),
    example: { version: 1 },
    response: z.object({ stopped: z.number() }),
    status: 200,
    handler: (ctx, { params, body }) => stopRuns(ctx, { id: params.id, version: body.version }),
  }),
  endpoint({
    method: 'GET',
    path: '/automations/:id/runs/:run_id',
    scope: 'read:automations',
    tag,
    summary: 'Read a run, step by step',
    params: runParams,
    response: runDetail,
    status: 200,
    handler: (ctx, { params }) => getRun(ctx, { id: params.id, runId: params.run_id }),
  }),
  endpoint({
    method: 'POST',
    path: '/automations/:id/runs/:run_id/stop',
    scope: 'write:automations',
    tag,
    summary: 'Stop a run',
    params: runParams,
    response: z.object({ stopped: z.number() }),
    status: 200,
    handler: (ctx, { params }) => stopRuns(ctx, { id: params.id, runId: params.run_id }),
  }),
];
