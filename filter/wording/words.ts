import type { Json } from '../ast';

/** "a", "a or b", "a, b or c"; more than `most` are counted instead of listed. */
export function list(items: string[], word: 'and' | 'or', most = 6): string {
  const shown = items.length > most ? [...items.slice(0, most - 1), `${(items.length - most + 1).toLocaleString('en')} more`] : items;
  if (shown.length <= 1) return shown[0] ?? 'nothing';
  return `${shown.slice(0, -1).join(', ')} ${word} ${shown.at(-1)}`;
}

/** A value as people write it; text that could be misread (empty, spaces, words of ours) is quoted. */
export function literal(value: Json): string {
  if (value === null) return 'empty';
  if (typeof value === 'number')
    return Math.abs(value) < 1e15
      ? value.toLocaleString('en', { maximumFractionDigits: 10, useGrouping: Math.abs(value) >= 10_000 })
      : String(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (value === '') return 'an empty text';
  if (typeof value === 'string')
    return /^[\p{L}\p{N}_@./+-]+$/u.test(value) && value.length <= 60 && !reserved.test(value) ? value : quote(value);
  return JSON.stringify(value);
}

const reserved = /^(and|or|not|is|are|empty|true|false|null|[\d.+-]+)$/i;
const quote = (text: string): string => `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}”`;

export const plural = (n: number, one: string, many = `${one}s`): string => `${n.toLocaleString('en')} ${n === 1 ? one : many}`;
