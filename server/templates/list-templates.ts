import { and, desc, eq, ilike, isNull, lt, ne, or } from 'drizzle-orm';
import type { Channel } from '@/contracts/limits';
import type { Page } from '@/contracts/page';
import type { Template } from '@/contracts/template';
import type { Ctx } from '@/server/context';
import { containing, cursorId, pageFrom } from '@/server/db/page';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { toTemplate } from './to-template';

/** Templates at their newest version, newest first, without archived ones. `q` looks in name and slug; `channel` leaves out what cannot be sent on it. */
export async function listTemplates(
  ctx: Ctx,
  input: { limit: number; cursor?: string; q?: string; channel?: Channel },
): Promise<Page<Template>> {
  const before = cursorId('template', input.cursor);
  const like = input.q && containing(input.q);
  const rows = await ctx.db
    .select({ template: templates, version: templateVersions })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .where(
      and(
        eq(templates.orgId, ctx.orgId),
        isNull(templates.archivedAt),
        input.channel === 'sms' ? ne(templateVersions.sms, '') : undefined,
        before ? lt(templates.id, before) : undefined,
        like ? or(ilike(templates.name, like), ilike(templates.slug, like)) : undefined,
      ),
    )
    .orderBy(desc(templates.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => toTemplate(row.template, row.version),
    (template) => template.id,
  );
}
