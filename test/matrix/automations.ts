import { encodeId } from '@/contracts/ids';
import { createAutomation } from '@/server/automations/create-automation';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { activateAutomation } from '@/server/automations/set-status';
import { startRuns } from '@/server/automations/start-runs';
import { uuidOf } from '@/test/factory';
import { type Area, type Owned, restById, trpcById } from './area';

const byId = restById('automation');
const lost = trpcById('automation');

const tag = [{ id: 'a', type: 'tag', tag: 'x' }];
const definition = (more: Record<string, unknown>) => ({ trigger: { type: 'webhook' }, steps: tag, ...more });
/** Each names something of the other organization. */
const foreign = (their: Owned) => [
  definition({ trigger: { type: 'audience', audience_id: their.audience, on: 'enters' } }),
  definition({ trigger: { type: 'schedule', cron: '0 9 * * *', timezone: 'UTC', audience_id: their.segment } }),
  definition({ exit: { leaves_audience: their.audience } }),
  definition({ entry: { filter: { datatype: 'contact', where: { $inAudience: their.audience } } } }),
  definition({ steps: [{ id: 's', type: 'send', channel: 'email', template: their.template, from: 'a@example.com' }] }),
  definition({ steps: [{ id: 's', type: 'add_to_audience', audience_id: their.audience }] }),
];
const runOf = (their: Owned, my: Owned) => [
  { params: { id: their.automation ?? '', run_id: their.run ?? '' } },
  { params: { id: my.automation ?? '', run_id: their.run ?? '' } },
];

export const automations: Area = {
  own: async (ctx, owned) => {
    const made = await createAutomation(ctx, {
      name: owned.mark,
      definition: definition({ steps: [{ id: 'w', type: 'wait', for: 'P1D' }] }),
    });
    const id = uuidOf('automation', made.id);
    await activateAutomation(ctx, id);
    const version = await currentVersion(ctx, await findAutomation(ctx, id));
    const contactId = uuidOf('contact', owned.contact);
    const [run] = await startRuns(ctx, version, [{ contactId, key: 'first', trigger: { type: 'webhook' }, chain: 0 }]);
    return { automation: made.id, run: encodeId('automationRun', run?.id ?? '') };
  },
  rest: {
    'GET /automations': (their) => [{ want: 'nothing' }, { query: `q=${their.mark}`, want: 'nothing' }],
    'POST /automations': (their) => foreign(their).map((one) => ({ body: { name: 'x', definition: one }, want: 422 as const })),
    'GET /automations/:id': byId,
    'PUT /automations/:id': (their, my) => [
      { params: { id: their.automation ?? '' }, body: { name: 'x', definition: definition({}) } },
      ...foreign(their).map((one) => ({ params: { id: my.automation ?? '' }, body: { name: 'x', definition: one }, want: 422 as const })),
    ],
    'POST /automations/:id/activate': byId,
    'POST /automations/:id/pause': byId,
    'POST /automations/:id/archive': byId,
    'GET /automations/:id/versions': byId,
    'GET /automations/:id/webhook': byId,
    'POST /automations/:id/webhook/rotate': byId,
    'POST /automations/:id/test': (their, my) => [
      { params: { id: their.automation ?? '' }, body: { contact_id: my.contact } },
      { params: { id: my.automation ?? '' }, body: { contact_id: their.contact } },
    ],
    'GET /automations/:id/runs': (their, my) => [
      { params: { id: their.automation ?? '' } },
      { params: { id: my.automation ?? '' }, query: `contact_id=${their.contact}`, want: 'nothing' },
    ],
    'POST /automations/:id/runs/move': (their) => [{ params: { id: their.automation ?? '' }, body: {} }],
    'POST /automations/:id/runs/stop': (their) => [{ params: { id: their.automation ?? '' }, body: {} }],
    'GET /automations/:id/runs/:run_id': runOf,
    'POST /automations/:id/runs/:run_id/stop': runOf,
  },
  trpc: {
    'automations.list': (their) => ({ blind: [{ q: their.mark }, {}] }),
    'automations.get': lost,
    'automations.check': (their) => ({
      blind: foreign(their)
        .slice(0, 1)
        .map(() => ({ definition: definition({}) })),
    }),
    'automations.create': (their) => ({ lost: foreign(their).map((one) => ({ name: 'x', definition: one })) }),
    'automations.update': (their, my) => ({
      lost: [
        { id: their.automation, name: 'x', definition: definition({}) },
        ...foreign(their).map((one) => ({ id: my.automation, name: 'x', definition: one })),
      ],
    }),
    'automations.activate': lost,
    'automations.pause': lost,
    'automations.archive': lost,
    'automations.versions': lost,
    'automations.runs': lost,
    'automations.run': (their, my) => ({
      lost: [
        { id: their.automation, runId: their.run },
        { id: my.automation, runId: their.run },
      ],
    }),
    'automations.stopRun': (their, my) => ({
      lost: [
        { id: their.automation, runId: their.run },
        { id: my.automation, runId: their.run },
      ],
    }),
    'automations.stopRuns': lost,
    'automations.moveRuns': lost,
    'automations.hook': lost,
    'automations.rotateHook': lost,
    'automations.test': (their, my) => ({
      lost: [
        { id: their.automation, contact_id: my.contact },
        { id: my.automation, contact_id: their.contact },
      ],
    }),
  },
};
