import { createIndex } from '@/server/indexes/create-index';
import { noteSlowFilter } from '@/server/indexes/note-slow-filter';
import { type Area, restById, trpcById } from './area';

export const indexes: Area = {
  async own(ctx, { mark }) {
    const filter = { datatype: 'contact', where: { [`metadata.${mark}`]: { $gt: 1 } } };
    await noteSlowFilter(ctx, filter, 900, 1);
    return { filterIndex: (await createIndex(ctx, { field: `metadata.${mark}`, filter })).id };
  },
  rest: {
    'GET /collection/slow-filters': () => [{ want: 'nothing' }],
    'GET /collection/index': () => [{ want: 'nothing' }],
    'POST /collection/index': (their) => [{ body: { field: `metadata.${their.mark}` }, want: 'nothing' }],
    'GET /collection/index/:id': restById('filterIndex'),
    'DELETE /collection/index/:id': restById('filterIndex'),
  },
  trpc: {
    'indexes.slowFilters': () => ({ blind: [undefined] }),
    'indexes.list': () => ({ blind: [undefined] }),
    'indexes.get': trpcById('filterIndex'),
    'indexes.create': () => ({ blind: [{ field: 'metadata.mine' }] }),
    'indexes.drop': trpcById('filterIndex'),
  },
};
