import type { TemplateSource } from '@/contracts/template';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { templateVersions } from '@/server/db/schema/sends';
import type { RenderedSource } from './render-source';

/** Writes the version whose number the template already carries. Versions are never changed: sends keep theirs. */
export async function addVersion(
  tx: Executor,
  ctx: Pick<Ctx, 'orgId' | 'actor'>,
  template: { id: string; version: number },
  source: TemplateSource,
  rendered: RenderedSource,
): Promise<typeof templateVersions.$inferSelect> {
  const createdBy = ctx.actor.type === 'user' ? ctx.actor.id : null;
  const [version] = await tx
    .insert(templateVersions)
    .values({ orgId: ctx.orgId, templateId: template.id, version: template.version, source, ...rendered, createdBy })
    .returning();
  if (!version) throw new Error('no version was written');
  return version;
}
