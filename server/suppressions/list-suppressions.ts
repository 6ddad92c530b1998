import { and, desc, eq, ilike, lt } from 'drizzle-orm';
import type { Channel } from '@/contracts/limits';
import type { Page } from '@/contracts/page';
import type { Suppression } from '@/contracts/suppression';
import { isStorable, trimText } from '@/contracts/text';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { suppressions } from '@/server/db/schema/contacts';
import { toSuppression } from './to-suppression';

type Input = { limit: number; cursor?: string; channel?: Channel; q?: string };

/** Newest first; `q` is part of an address. */
export async function listSuppressions(ctx: Ctx, input: Input): Promise<Page<Suppression>> {
  const before = cursorId('suppression', input.cursor);
  const q = trimText(input.q ?? '');
  if (!isStorable(q)) return { data: [], next_cursor: null };
  const rows = await ctx.db
    .select()
    .from(suppressions)
    .where(
      and(
        eq(suppressions.orgId, ctx.orgId),
        before ? lt(suppressions.id, before) : undefined,
        input.channel ? eq(suppressions.channel, input.channel) : undefined,
        q ? ilike(suppressions.address, containing(q)) : undefined,
      ),
    )
    .orderBy(desc(suppressions.id))
    .limit(input.limit + 1);
  return pageFrom(rows, input.limit, toSuppression, (s) => s.id);
}
