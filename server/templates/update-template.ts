import { isDeepStrictEqual } from 'node:util';
import { and, eq, isNull } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { type Template, type TemplatePatch, templateSource } from '@/contracts/template';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { templates } from '@/server/db/schema/sends';
import { addVersion } from './add-version';
import { findTemplate } from './find-template';
import { renderSource } from './render-source';
import { slugConflict } from './slug';
import { toTemplate } from './to-template';

/**
 * Changes the given fields. A source that differs becomes a new version; the versions before stay, and so do sends scheduled with them.
 * @throws 404; 409 when the slug is taken
 */
export async function updateTemplate(ctx: Ctx, { id, patch }: { id: string; patch: TemplatePatch }): Promise<Template> {
  const rendered = patch.source && (await renderSource(patch.source));
  return ctx.db
    .transaction(async (tx) => {
      // Two updates at once take turns, so that version numbers do.
      const [locked] = await tx
        .select({ id: templates.id })
        .from(templates)
        .where(and(eq(templates.orgId, ctx.orgId), eq(templates.id, id), isNull(templates.archivedAt)))
        .for('update');
      if (!locked) throw notFound('template');
      const { template, version } = await findTemplate({ ...ctx, db: tx }, id);
      const changed = patch.source !== undefined && !isDeepStrictEqual(patch.source, templateSource.parse(version.source));
      const values = {
        name: patch.name ?? template.name,
        slug: patch.slug ?? template.slug,
        version: template.version + (changed ? 1 : 0),
        trackOpens: patch.track_opens === undefined ? template.trackOpens : patch.track_opens,
        trackClicks: patch.track_clicks === undefined ? template.trackClicks : patch.track_clicks,
      };
      if (isDeepStrictEqual({ ...template, ...values }, template)) return toTemplate(template, version);
      const [updated] = await tx
        .update(templates)
        .set({ ...values, updatedAt: ctx.now })
        .where(eq(templates.id, id))
        .returning();
      if (!updated) throw notFound('template');
      const newest = changed && patch.source && rendered ? await addVersion(tx, ctx, updated, patch.source, rendered) : version;
      await audit(tx, ctx, 'template.updated', encodeId('template', id), {
        name: updated.name,
        slug: updated.slug,
        version: updated.version,
        track_opens: updated.trackOpens,
        track_clicks: updated.trackClicks,
      });
      return toTemplate(updated, newest);
    })
    .catch(slugConflict);
}
