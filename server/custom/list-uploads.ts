import { and, desc, eq, lt } from 'drizzle-orm';
import type { UploadSummary } from '@/contracts/custom';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { audienceUploads } from '@/server/db/schema/custom';
import { findCustom } from './find-custom';

/** The uploads of an audience in figures, newest first. */
export async function listUploads(ctx: Ctx, input: { audienceId: string; limit: number; cursor?: string }): Promise<Page<UploadSummary>> {
  const before = cursorId('import', input.cursor);
  await findCustom(ctx, input.audienceId);
  const rows = await ctx.db
    .select()
    .from(audienceUploads)
    .where(
      and(
        eq(audienceUploads.orgId, ctx.orgId),
        eq(audienceUploads.audienceId, input.audienceId),
        before ? lt(audienceUploads.id, before) : undefined,
      ),
    )
    .orderBy(desc(audienceUploads.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => ({
      ...(row.result as Omit<UploadSummary, 'upload_id' | 'created_at'>),
      upload_id: encodeId('import', row.id),
      created_at: row.createdAt.toISOString(),
    }),
    (upload) => upload.upload_id,
  );
}
