import { and, eq, lt, sql } from 'drizzle-orm';
import type { Page } from '@/contracts/page';
import type { Send } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { sends } from '@/server/db/schema/sends';
import { loadSends } from './load-sends';

/** Sends, newest first; of one audience when its uuid is given. */
export async function listSends(ctx: Ctx, input: { audienceId?: string; limit: number; cursor?: string }): Promise<Page<Send>> {
  const before = cursorId('send', input.cursor);
  const where = and(
    eq(sends.orgId, ctx.orgId),
    input.audienceId ? eq(sends.audienceId, input.audienceId) : undefined,
    before ? lt(sends.id, before) : undefined,
  );
  const rows = await loadSends(ctx.db, where, sql`${sends.id} desc`, input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (send) => send,
    (send) => send.id,
  );
}
