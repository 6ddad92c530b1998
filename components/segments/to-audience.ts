import type { Audience } from '@/contracts/audience';
import type { Segment } from '@/contracts/segment';

/** A segment is an audience: what the send drawer and the member list ask for. */
export const toAudience = ({ id, name, slug, description, contact_count, created_at, updated_at }: Segment): Audience => ({
  id,
  kind: 'segment',
  name,
  slug,
  description,
  contact_count,
  created_at,
  updated_at,
});
