import type { FilterIndex } from '@/contracts/filter-index';
import { encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { describeWhere } from '@/filter/describe';
import { readFilter } from '@/server/audiences/read-filter';
import type { filterIndexes } from '@/server/db/schema/indexes';

export type IndexRow = typeof filterIndexes.$inferSelect;

export const toIndex = (row: IndexRow): FilterIndex => ({
  id: encodeId('filterIndex', row.id),
  field: row.field,
  status: row.status,
  error: row.error,
  filter: row.filter as Filter,
  words: wordsOf(row.filter as Filter),
  before: { plan: row.planBefore, ms: row.msBefore },
  after: { plan: row.planAfter, ms: row.msAfter },
  size_bytes: row.sizeBytes,
  scans: row.scans,
  last_used_at: row.usedAt?.toISOString() ?? null,
  ready_at: row.readyAt?.toISOString() ?? null,
  created_at: row.createdAt.toISOString(),
});

export const wordsOf = (filter: Filter): string => describeWhere(readFilter(filter).filter.where);
