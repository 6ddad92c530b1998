import type { Audience } from '@/contracts/audience';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { countContacts } from './contact-count';
import type { AudienceRow } from './find-audience';

export const toAudience = (a: AudienceRow, contacts: number | null): Audience => ({
  id: encodeId('audience', a.id),
  kind: a.kind,
  name: a.name,
  slug: a.slug,
  description: a.description,
  contact_count: contacts,
  created_at: a.createdAt.toISOString(),
  updated_at: a.updatedAt.toISOString(),
});

/** One audience with its count as of now. @param most see `countContacts` */
export async function showAudience(ctx: Ctx, row: AudienceRow, most?: number): Promise<Audience> {
  return toAudience(row, await countContacts(ctx, row, most));
}
