import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import type { Template } from '@/contracts/template';
import type { Ctx } from '@/server/context';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { toTemplate } from './to-template';

/** A template at its newest version, by its slug or its id (`tpl_…`), as a step of an automation names it. @throws 404, also once archived */
export async function getTemplateByKey(ctx: Ctx, key: string): Promise<Template> {
  const id = decodeId('template', key);
  const [row] = await ctx.db
    .select({ template: templates, version: templateVersions })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .where(and(eq(templates.orgId, ctx.orgId), id ? eq(templates.id, id) : eq(templates.slug, key), isNull(templates.archivedAt)));
  if (!row) throw notFound('template');
  return toTemplate(row.template, row.version);
}
