const REFUSED = /\\u(?:0000|d[89a-f])/i;
// biome-ignore lint/suspicious/noControlCharactersInRegex: NUL is what this looks for
const UNSTORABLE = /\u0000|\p{Surrogate}/gu;

const clean = (text: string): string => text.replace(UNSTORABLE, '\ufffd');

function cleanDeep(value: unknown): unknown {
  if (typeof value === 'string') return clean(value);
  if (Array.isArray(value)) return value.map(cleanDeep);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [clean(key), cleanDeep(item)]));
}

/**
 * JSON text that `jsonb` accepts. PostgreSQL refuses U+0000 and lone surrogates, which JSON allows and dirty input has:
 * each becomes U+FFFD, so that a result is stored a little changed and not retried for ever. `undefined` becomes null.
 *
 * Pass it as `${toJson(x)}::text::jsonb`: with a bare `::jsonb` the client would encode it a second time.
 */
export function toJson(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  // a lone surrogate is escaped by JSON.stringify, a proper pair is not, so the text shows both cases
  return REFUSED.test(text) ? JSON.stringify(cleanDeep(JSON.parse(text))) : text;
}
