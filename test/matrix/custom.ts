import { createCustom } from '@/server/custom/create-custom';
import { uploadKeys } from '@/server/custom/upload-keys';
import { uuidOf } from '@/test/factory';
import { type Area, restById, trpcById } from './area';

const lookalike = (seed: string) => ({ seed_audience_id: seed, size: { percent: 5 } });

export const custom: Area = {
  async own(ctx, { mark, email }) {
    const made = await createCustom(ctx, { type: 'file_upload', name: mark });
    const csv = `email\n${email}\nnobody-${email}\n`;
    await uploadKeys(ctx, { audienceId: uuidOf('audience', made.id), csv, mode: 'append', create_contacts: false });
    return { custom: made.id };
  },
  rest: {
    'GET /audiences/custom-types': () => [{ want: 'nothing' }],
    'GET /audiences/custom': (their) => [
      { want: 'nothing' },
      { query: `q=${their.mark}`, want: 'nothing' },
      { query: `cursor=${their.custom}`, want: 'nothing' },
    ],
    'POST /audiences/custom': (their) => [
      { body: { type: 'lookalike', name: 'x', lookalike: lookalike(their.audience) } },
      { body: { type: 'lookalike', name: 'x', lookalike: lookalike(their.custom ?? '') } },
    ],
    'GET /audiences/custom/:id': restById('custom'),
    'PATCH /audiences/custom/:id': restById('custom'),
    'DELETE /audiences/custom/:id': restById('custom'),
    'POST /audiences/custom/:id/refresh': restById('custom'),
    'POST /audiences/custom/:id/upload': (their, my) => [
      { params: { id: their.custom ?? '' } },
      // an address of theirs is nobody here
      { params: { id: my.custom ?? '' }, body: { csv: `email\n${their.email}\n` }, want: 'nothing' },
    ],
    'GET /audiences/custom/:id/uploads': restById('custom'),
    'GET /audiences/custom/:id/explain/:contact_id': (their, my) => [
      { params: { id: their.custom ?? '', contact_id: my.contact } },
      { params: { id: my.custom ?? '', contact_id: their.contact } },
    ],
  },
  trpc: {
    'custom.types': () => ({ blind: [undefined] }),
    'custom.list': (their) => ({ blind: [{ q: their.mark }, {}] }),
    'custom.get': trpcById('custom'),
    'custom.create': (their) => ({ lost: [{ type: 'lookalike', name: 'x', lookalike: lookalike(their.audience) }] }),
    'custom.update': (their) => ({ lost: [{ id: their.custom, patch: { name: 'x' } }] }),
    'custom.delete': trpcById('custom'),
    'custom.refresh': trpcById('custom'),
    'custom.uploads': trpcById('custom'),
    'custom.explain': (their, my) => ({
      lost: [
        { id: their.custom, contact_id: my.contact },
        { id: my.custom, contact_id: their.contact },
      ],
    }),
  },
};
