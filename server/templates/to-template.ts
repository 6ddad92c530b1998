import { encodeId } from '@/contracts/ids';
import { type Template, templateSource } from '@/contracts/template';
import type { templates, templateVersions } from '@/server/db/schema/sends';
import { compile } from './interpolate';
import { reservedVariables } from './recipient-variables';
import type { RenderedSource } from './render-source';

type Version = Pick<typeof templateVersions.$inferSelect, 'version' | 'source' | keyof RenderedSource>;

/** The wire form of a template at one of its versions. */
export function toTemplate(template: typeof templates.$inferSelect, version: Version): Template {
  return {
    id: encodeId('template', template.id),
    slug: template.slug,
    name: template.name,
    version: version.version,
    source: templateSource.parse(version.source),
    variables: templateVariables(version),
    track_opens: template.trackOpens,
    track_clicks: template.trackClicks,
    created_at: template.createdAt.toISOString(),
    updated_at: template.updatedAt.toISOString(),
  };
}

const reserved = new Set<string>(reservedVariables);

/** Keys that an author used in any part, in order of appearance; the layout's own are left out. */
export function templateVariables(rendered: RenderedSource): string[] {
  const parts = [rendered.subject, rendered.html, rendered.text, rendered.sms];
  const keys = parts.flatMap((part) => compile(part).variables.map((variable) => variable.key));
  return [...new Set(keys)].filter((key) => !reserved.has(key));
}
