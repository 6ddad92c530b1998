import { encodeId } from '@/contracts/ids';
import type { Filter as FilterInput, Segment } from '@/contracts/segment';
import { describeWhere } from '@/filter/describe';
import type { Issue } from '@/filter/issues';
import type { AudienceRow } from '@/server/audiences/find-audience';
import { readFilter } from '@/server/audiences/read-filter';

/** Row → what every answer shows. `count`: contacts in it, null where it was not counted. */
export function toSegment(row: AudienceRow, count: number | null, warnings?: Issue[]): Segment {
  const read = readFilter(row.filter as FilterInput);
  return {
    id: encodeId('audience', row.id),
    name: row.name,
    slug: row.slug,
    description: row.description,
    filter: row.filter as FilterInput,
    type: row.segmentType ?? 'dynamic',
    frozen_at: row.frozenAt?.toISOString() ?? null,
    contact_count: count,
    description_of_filter: describeWhere(read.filter.where),
    warnings: warnings ?? read.warnings,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
