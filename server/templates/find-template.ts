import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { TxCtx } from '@/server/context';
import { templates, templateVersions } from '@/server/db/schema/sends';

/** A template that is not archived, and its newest version. @throws 404 */
export async function findTemplate(ctx: Pick<TxCtx, 'db' | 'orgId'>, id: string) {
  const [row] = await ctx.db
    .select({ template: templates, version: templateVersions })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .where(and(eq(templates.orgId, ctx.orgId), eq(templates.id, id), isNull(templates.archivedAt)));
  if (!row) throw notFound('template');
  return row;
}
