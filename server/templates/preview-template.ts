import type { TemplateSource } from '@/contracts/template';
import type { Ctx } from '@/server/context';
import { findTemplate } from './find-template';
import { compile, type RenderMode } from './interpolate';
import { renderSource } from './render-source';
import { sampleValues } from './sample-values';

/** Of a source being written, or of a saved template; seen as a contact, or with the variables alone. */
type PreviewInput = ({ source: TemplateSource } | { id: string }) & {
  contactId?: string;
  variables?: Readonly<Record<string, unknown>>;
};
/** `missing`: variables that came out empty. `bytes`: the HTML in UTF-8; Gmail clips a mail above 102 kB. */
type TemplatePreview = { subject: string; html: string; text: string; sms: string; missing: string[]; bytes: number };

/** What a recipient would see; nothing is written. The unsubscribe link is a dummy. @throws 404 */
export async function previewTemplate(ctx: Ctx, input: PreviewInput): Promise<TemplatePreview> {
  const rendered = 'source' in input ? await renderSource(input.source) : (await findTemplate(ctx, input.id)).version;
  const values = await sampleValues(ctx, { ...input, unsubscribeUrl: 'https://example.com/unsubscribe' });
  const missing = new Set<string>();
  const render = (template: string, mode: RenderMode) => {
    const compiled = compile(template);
    for (const key of compiled.missing(values)) missing.add(key);
    return compiled.render(values, mode);
  };
  const parts = {
    subject: render(rendered.subject, 'subject'),
    html: render(rendered.html, 'html'),
    text: render(rendered.text, 'text'),
    sms: render(rendered.sms, 'text'),
  };
  return { ...parts, missing: [...missing], bytes: Buffer.byteLength(parts.html) };
}
