import { and, desc, eq, ilike, lt, type SQL } from 'drizzle-orm';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { containing, cursorId } from '@/server/db/page';
import { audiences } from '@/server/db/schema/contacts';
import type { AudienceRow } from './find-audience';

type Input = { limit: number; cursor?: string; q?: string };

/**
 * The rows of one page of audiences, newest first, for `pageFrom`: up to `limit + 1`. `q` is part of a name, `where` narrows further.
 * @throws AppError validation_failed for a cursor that is none
 */
export async function audienceRows(ctx: Ctx, input: Input, where?: SQL): Promise<AudienceRow[]> {
  const before = cursorId('audience', input.cursor);
  const q = trimText(input.q ?? '');
  if (!isStorable(q)) return []; // no name has what cannot be stored
  return ctx.db
    .select()
    .from(audiences)
    .where(
      and(
        eq(audiences.orgId, ctx.orgId),
        where,
        before ? lt(audiences.id, before) : undefined,
        q ? ilike(audiences.name, containing(q)) : undefined,
      ),
    )
    .orderBy(desc(audiences.id))
    .limit(input.limit + 1);
}
