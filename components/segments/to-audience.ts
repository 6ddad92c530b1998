import type { Audience } from '@/contracts/audience';
import type { Segment } from '@/contracts/segment';
import { plural } from '../format';

/** What a saved segment is announced with; nothing where counting took too long. */
export const inItNow = ({ contact_count }: Segment): string | undefined =>
  contact_count === null ? undefined : `${plural(contact_count, 'contact')} in it now`;

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
