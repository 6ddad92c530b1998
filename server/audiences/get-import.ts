import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { ImportResult } from '@/contracts/import';
import type { Ctx } from '@/server/context';
import { imports } from '@/server/db/schema/contacts';

/** The answer that the import gave, rejected rows included. */
export async function getImport(ctx: Ctx, id: string): Promise<ImportResult> {
  const [row] = await ctx.db
    .select()
    .from(imports)
    .where(and(eq(imports.orgId, ctx.orgId), eq(imports.id, id)));
  if (!row) throw notFound('import');
  const result = row.result as Omit<ImportResult, 'import_id' | 'audience_id'>;
  return { import_id: encodeId('import', row.id), audience_id: encodeId('audience', row.audienceId), ...result };
}
