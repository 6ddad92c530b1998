const plainObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The value of a key by own properties only: first the whole key (column names may hold dots), then the dotted path into objects
 * and array positions. Prototypes are never reached: `constructor`, `__proto__` and a string's `length` are nothing.
 */
export function lookup(values: Readonly<Record<string, unknown>>, key: string): unknown {
  if (key === '__proto__') return undefined;
  if (Object.hasOwn(values, key)) return values[key];
  if (!key.includes('.')) return undefined;
  let at: unknown = values;
  for (const name of key.split('.')) {
    if (name === '__proto__') return undefined;
    const reachable = Array.isArray(at) ? /^\d{1,9}$/.test(name) : plainObject(at);
    if (!reachable || !Object.hasOwn(at as object, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

// Everything below U+0020 but tab and line breaks, DEL, C1, line and paragraph separators.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u2028\u2029]/;
const allControls = new RegExp(controls, 'g');

/**
 * What a value reads as: text as it is, numbers and booleans as JSON writes them, a list joined with commas, an object as JSON;
 * null, undefined and blank text are nothing. Control characters go; lone surrogates become U+FFFD. At most `max` + 1 units.
 */
export function text(value: unknown, max: number): string {
  let string: string;
  if (typeof value === 'string') string = value;
  else if (value === null || value === undefined) return '';
  else if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  else if (Array.isArray(value))
    string = value
      .map((item) => text(item, max))
      .filter(Boolean)
      .join(', ');
  else if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString();
  else if (typeof value === 'object') string = JSON.stringify(value);
  else return '';
  if (string.length > max + 1) string = string.slice(0, max + 1);
  if (controls.test(string)) string = string.replace(allControls, '');
  return string.trim() ? wellFormed(string) : '';
}

// String.prototype.toWellFormed, which browsers before 2023 lack.
const wellFormed = (s: string) =>
  /[\ud800-\udfff]/.test(s) ? s.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd') : s;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (s: string) => (/[&<>"']/.test(s) ? s.replace(/[&<>"']/g, (c) => entities[c] as string) : s);

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this removes
const notInHeader = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g;

/** Text that mail clients would decode (RFC 2047), line breaks and all, though it is plain ASCII on the wire. */
const encodedWord = /=\?(?=[^?\s]+\?[bq]\?[^?\s]*\?=)/gi;

/**
 * One line that is safe in a header: controls, line separators and direction overrides become one space, what looks like an encoded
 * word is taken apart; at most `max` units.
 */
export function subjectText(s: string, max: number): string {
  const line = s.replace(notInHeader, ' ').replace(encodedWord, '= ?').trim();
  if (line.length <= max) return line;
  const whole = /[\ud800-\udbff]/.test(line.charAt(max - 1)) ? max - 1 : max;
  return line.slice(0, whole);
}

/** Percent-encoded, for a piece of a URL (RFC 3986 unreserved characters stay). */
export const urlComponent = (s: string) =>
  encodeURIComponent(s).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);

/** A URL of a known harmless scheme, else `#`. What may not stand in a URL is percent-encoded; existing escapes stay. */
export function urlWhole(s: string): string {
  const url = s.replace(/[\t\r\n]/g, '').trim();
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(url)) return '#';
  return url.replace(/[^\x21-\x7e]|["'<>`{}|\\^]/gu, encodeURIComponent).replaceAll("'", '%27');
}
