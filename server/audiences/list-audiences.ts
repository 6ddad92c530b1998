import type { Audience } from '@/contracts/audience';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { pageFrom } from '@/server/db/page';
import { audienceRows } from './audience-rows';
import { countMembers } from './contact-count';
import { toAudience } from './to-audience';

type Input = { limit: number; cursor?: string; q?: string; most?: number };

/**
 * Newest first, each with its number of contacts, null for those evaluated when used and those with more than `most` members (ask one
 * audience); `q` is part of a name.
 */
export async function listAudiences(ctx: Ctx, input: Input): Promise<Page<Audience>> {
  const rows = await audienceRows(ctx, input);
  const counts = await countMembers(ctx, rows.slice(0, input.limit), input.most);
  return pageFrom(
    rows,
    input.limit,
    (row) => toAudience(row, counts.get(row.id) ?? null),
    (a) => a.id,
  );
}
