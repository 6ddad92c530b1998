import { and, desc, eq, lt } from 'drizzle-orm';
import type { AdSyncError } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { adSyncErrors } from '@/server/db/schema/ads';
import { contacts } from '@/server/db/schema/contacts';
import { getSync } from './list-syncs';

/** Who went wrong in a sync and why; it keeps the first thousand. */
export async function listSyncErrors(ctx: Ctx, input: { id: string; limit: number; cursor?: string }): Promise<Page<AdSyncError>> {
  await getSync(ctx, input.id);
  const before = cursorId('adSyncError', input.cursor);
  const rows = await ctx.db
    .select({ e: adSyncErrors, name: contacts.name })
    .from(adSyncErrors)
    .leftJoin(contacts, and(eq(contacts.orgId, adSyncErrors.orgId), eq(contacts.id, adSyncErrors.contactId)))
    .where(and(eq(adSyncErrors.orgId, ctx.orgId), eq(adSyncErrors.syncId, input.id), before ? lt(adSyncErrors.id, before) : undefined))
    .orderBy(desc(adSyncErrors.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    ({ e, name }): AdSyncError => ({
      id: encodeId('adSyncError', e.id),
      contact_id: encodeId('contact', e.contactId),
      name,
      op: e.op,
      code: e.code,
      message: e.message,
      created_at: e.createdAt.toISOString(),
    }),
    (error) => error.id,
  );
}
