import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { AudienceRow } from './find-audience';

export const isDynamic = (audience: Pick<AudienceRow, 'kind' | 'segmentType'>): boolean =>
  audience.kind === 'segment' && audience.segmentType === 'dynamic';

/**
 * Who is in the audience: a predicate over `contacts c`, to be used beside `c.org_id = …`. The one seam: reach, overlap, insights and sends
 * all select by it, so that the number shown and the people sent to are the same.
 */
export function audienceWhere(audience: Pick<AudienceRow, 'id' | 'kind' | 'segmentType' | 'filter'>): SQL {
  if (isDynamic(audience)) return whereFilter(audience.filter);
  return sql`exists (select from audience_members m where m.audience_id = ${audience.id} and m.contact_id = c.id)`;
}

// The compiler of server/filter is called here, and nowhere else for audiences.
function whereFilter(_filter: unknown): SQL {
  throw new AppError('unavailable', 'Dynamic segments cannot be evaluated yet.');
}
