import { encodeId } from '@/contracts/ids';
import type { Template, TemplateInput } from '@/contracts/template';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { templates } from '@/server/db/schema/sends';
import { addVersion } from './add-version';
import { renderSource } from './render-source';
import { freeSlug, slugConflict, slugFrom } from './slug';
import { toTemplate } from './to-template';

/** Creates a template with its first version. A slug that is not given is made from the name. @throws 409 when a given slug is taken */
export async function createTemplate(ctx: Ctx, input: TemplateInput): Promise<Template> {
  const rendered = await renderSource(input.source);
  return ctx.db
    .transaction(async (tx) => {
      const slug = input.slug ?? (await freeSlug(tx, ctx.orgId, slugFrom(input.name)));
      const [template] = await tx
        .insert(templates)
        .values({
          orgId: ctx.orgId,
          slug,
          name: input.name,
          version: 1,
          trackOpens: input.track_opens,
          trackClicks: input.track_clicks,
        })
        .returning();
      if (!template) throw new Error('no template was written');
      const version = await addVersion(tx, ctx, template, input.source, rendered);
      await audit(tx, ctx, 'template.created', encodeId('template', template.id), { name: input.name, slug });
      return toTemplate(template, version);
    })
    .catch(slugConflict);
}
