/** White space of every kind at the edges (NBSP included, ECMAScript's `trim`) and the zero-width characters that come with pasted text. */
const edges = /^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/gu;

/** The text without white space or zero-width characters at its edges. */
export function trimText(text: string): string {
  const [first, last] = [text.charCodeAt(0), text.charCodeAt(text.length - 1)];
  // most texts begin and end with printable ASCII: 10,000 rows have 100,000 cells
  return first > 0x20 && first < 0x7f && last > 0x20 && last < 0x7f ? text : text.replace(edges, '');
}

/** Whether PostgreSQL can store the text: no NUL (refused in `text` and `jsonb`) and no lone surrogate (refused in `jsonb`). */
export const isStorable = (text: string): boolean => !text.includes('\0') && text.isWellFormed();

/** The nearest text that can be stored, to show what was refused: U+FFFD stands for what cannot. */
export const toStorable = (text: string): string => (isStorable(text) ? text : text.toWellFormed().replaceAll('\0', '\ufffd'));
