import { and, desc, eq, lt, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { ImportSummary } from '@/contracts/import';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { imports } from '@/server/db/schema/contacts';
import { findAudience } from './find-audience';

type Counts = Omit<ImportSummary, 'import_id' | 'audience_id' | 'created_at'>;

/** Imports into one audience, newest first. */
export async function listImports(ctx: Ctx, input: { audienceId: string; limit: number; cursor?: string }): Promise<Page<ImportSummary>> {
  const before = cursorId('import', input.cursor);
  await findAudience(ctx, input.audienceId);
  // The rejected rows can be megabytes: they stay in the database.
  const counts = sql<Counts>`(${imports.result} - 'header' - 'rejected')
    || jsonb_build_object('rejected', jsonb_array_length(${imports.result} -> 'rejected'))`;
  const rows = await ctx.db
    .select({ id: imports.id, createdAt: imports.createdAt, counts })
    .from(imports)
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.audienceId, input.audienceId), before ? lt(imports.id, before) : undefined))
    .orderBy(desc(imports.id))
    .limit(input.limit + 1);
  const audience_id = encodeId('audience', input.audienceId);
  return pageFrom(
    rows,
    input.limit,
    (r): ImportSummary => ({ import_id: encodeId('import', r.id), audience_id, ...r.counts, created_at: r.createdAt.toISOString() }),
    (i) => i.import_id,
  );
}
