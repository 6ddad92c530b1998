import { invalid } from '@/contracts/errors';
import { type HtmlSpot, htmlSpots } from './html-spots';
import { escapeHtml, lookup, subjectText, text, urlComponent, urlWhole } from './values';

/** Where the output goes: an HTML document, plain text (mail or SMS), a subject header, or a URL. */
export type RenderMode = 'html' | 'text' | 'subject' | 'url';
type TemplateVariable = { key: string; fallback: string | null };
/** Values by key; a dotted key also reaches into objects. Any JSON is allowed, nothing in it is ever rendered as a template. */
export type TemplateValues = Readonly<Record<string, unknown>>;

export type CompiledTemplate = {
  /** Variables in order of first appearance; a key with and without fallback counts once, without. */
  variables: readonly TemplateVariable[];
  render(values: TemplateValues, mode: RenderMode): string;
  /** Keys that have no value and no fallback: they render as nothing. */
  missing(values: TemplateValues): string[];
};

/** Largest output in UTF-16 units; a mail above 102 kB is clipped by Gmail, so this only stops accidents and attacks. */
export const maxOutput = 2 * 1024 * 1024;
export const maxSubject = 500;

/** `{{key}}` or `{{key|fallback}}`; no braces or line breaks inside. Bounded, so that hostile text costs linear time. */
export const variablePattern = /\{\{([^{}|\r\n]{1,200})(?:\|([^{}\r\n]{0,1000}))?\}\}/g;

type Part = TemplateVariable & { before: string };
type Writer = (value: string) => string;

/**
 * Prepares a template; rendering is then one pass of concatenation. The language has variables and fallbacks, nothing else.
 * `render` throws 422 `output_too_large` above `maxOutput`.
 */
export function compile(template: string): CompiledTemplate {
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(variablePattern)) {
    const key = (match[1] ?? '').trim();
    if (!key) continue;
    const fallback = match[2]?.trim();
    parts.push({ key, fallback: fallback ? fallback : null, before: template.slice(end, match.index) });
    end = match.index + match[0].length;
  }
  const tail = template.slice(end);
  const writers: Partial<Record<RenderMode, Writer[]>> = {};

  function render(values: TemplateValues, mode: RenderMode): string {
    writers[mode] ??= writersFor(mode, parts, tail);
    const write = writers[mode];
    let out = '';
    for (let i = 0; i < parts.length; i++) {
      const part = parts[i] as Part;
      const value = text(lookup(values, part.key), maxOutput) || part.fallback || '';
      out += part.before + (value ? (write[i] as Writer)(value) : '');
      if (out.length > maxOutput) throw tooLarge();
    }
    out += tail;
    if (out.length > maxOutput) throw tooLarge();
    return mode === 'subject' ? subjectText(out, maxSubject) : out;
  }

  const variables = new Map<string, TemplateVariable>();
  for (const { key, fallback } of parts) {
    const known = variables.get(key);
    if (!known) variables.set(key, { key, fallback });
    else if (fallback === null) known.fallback = null;
  }
  const list = [...variables.values()];
  return {
    variables: list,
    render,
    missing: (values) => list.filter((v) => v.fallback === null && !text(lookup(values, v.key), maxOutput)).map((v) => v.key),
  };
}

const tooLarge = () => invalid(['template'], 'output_too_large', `the rendered message is larger than ${maxOutput / 1024 / 1024} MB`);

const plain: Writer = (value) => value;
const inHtml: Record<HtmlSpot, Writer> = {
  text: escapeHtml,
  url: (value) => escapeHtml(urlWhole(value)),
  'url part': (value) => escapeHtml(urlComponent(value)),
};

function writersFor(mode: RenderMode, parts: readonly Part[], tail: string): Writer[] {
  const literals = [...parts.map((p) => p.before), tail];
  if (mode === 'html') return htmlSpots(literals).map((spot) => inHtml[spot]);
  if (mode === 'subject') return parts.map(() => plain);
  if (mode === 'text') return insideUrl(literals).map((inside) => (inside ? urlComponent : plain));
  literals[0] = `<a href="${literals[0]}`;
  literals[parts.length] += '">';
  return htmlSpots(literals).map((spot) => (spot === 'url' ? urlWhole : urlComponent));
}

/** Plain text has no markup to tell, so a link is what readers' clients take for one: from `http` to the next white space. */
function insideUrl(literals: readonly string[]): boolean[] {
  let word = '';
  return literals.slice(0, -1).map((literal) => {
    const space = literal.search(/\S*$/);
    word = space === 0 ? word + literal : literal.slice(space);
    return /https?:\/\//i.test(word);
  });
}
