import { render, toPlainText } from 'react-email';
import { invalid } from '@/contracts/errors';
import type { TemplateSource } from '@/contracts/template';
import { DefaultLayout } from '@/emails/default-layout';
import { placeholders } from '@/emails/placeholders';
import { variablePattern } from './interpolate';

/** What a template version keeps; all four still hold `{{variables}}`. `sms` is empty when the template has no SMS text. */
export type RenderedSource = { subject: string; html: string; text: string; sms: string };

// html-to-text shouts headings by default, which would also rename the variables in them.
const selectors = ['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } }));

/**
 * Renders the layout and the Markdown of a source once, about 4 ms; people's values are filled in later by `compile`.
 * @throws 422 when it holds more than 4,096 different variables
 */
export async function renderSource(source: TemplateSource): Promise<RenderedSource> {
  const variables = placeholders(variablePattern);
  const hide = (s: string) => {
    try {
      return variables.hide(s);
    } catch (error) {
      throw invalid(['source', 'body'], 'too_many_variables', (error as Error).message);
    }
  };
  const layout = DefaultLayout({
    preheader: hide(source.preheader),
    body: hide(source.body),
    button: source.button && { label: hide(source.button.label), href: hide(source.button.href) },
    accent: source.accent,
    footer: hide(source.footer),
    organizationName: hide('{{organization_name}}'),
    postalAddress: hide('{{organization_address}}'),
    unsubscribeUrl: hide('{{unsubscribe_url}}'),
  });
  const html = await render(layout);
  return {
    subject: source.subject,
    // React's markers between text pieces and around Suspense; text of an author that looks like them is escaped.
    // White space as entities, because quoted-printable makes up to nine bytes of each.
    html: variables.show(
      html.replace(/<!--\/?\$?-->|<!-- -->/g, '').replace(/[\u00a0\u200c]/g, (c) => (c === '\u00a0' ? '&nbsp;' : '&zwnj;')),
    ),
    text: variables.show(toPlainText(html, { selectors }).trim()),
    sms: source.sms.trim(),
  };
}
