import type { ColumnMapping } from './import';
import { isStorable, trimText } from './text';

/* The file of an exported audience: how it is written, and by what the import knows it and reads it back as it was. */

/** Columns that every export begins with. The last two hold the reason of a suppression, and belong to the address, not the person. */
export const exportFields = [
  'email',
  'phone',
  'name',
  'country',
  'timezone',
  'language',
  'tags',
  'email_suppressed',
  'sms_suppressed',
] as const;
const prefix = 'metadata.';
/** The column of the keys that have none of their own: a JSON object. */
export const otherMetadata = 'metadata.*';

export const metadataColumn = (key: string) => prefix + key;

/** Whether a header can name the metadata key, so that the import finds it again: no outer or double spaces, and not too long. */
export const canBeColumn = (key: string): boolean =>
  key.length > 0 && key.length <= 200 && metadataColumn(key) !== otherMetadata && trimText(key).replace(/\s+/g, ' ') === key;

/** What the columns of an export become; null for any other file. The suppressions are left out: an import changes none. */
export function exportMapping(header: readonly string[]): ColumnMapping | null {
  if (!header.includes('email_suppressed') || !header.includes('sms_suppressed')) return null;
  const mapping: ColumnMapping = {};
  for (const name of header) {
    const field = exportFields.find((one) => one === name);
    if (field) mapping[name] = field === 'email_suppressed' || field === 'sms_suppressed' ? 'skip' : field;
    else if (name === otherMetadata) mapping[name] = 'metadata';
    else if (name.startsWith(prefix)) mapping[name] = { metadata: name.slice(prefix.length), json: true };
  }
  return mapping;
}

/** Text as it is; everything else, and text that would be read as something else or not whole, as JSON. */
export function metadataCell(value: unknown): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return value === '' || value !== trimText(value) || value.includes('\r') || readCell(value) !== value ? JSON.stringify(value) : value;
}

/** The value of such a cell: what is no JSON that can be stored is text. */
export function readCell(cell: string): unknown {
  if (!/^([[{"\d-]|true$|false$|null$)/.test(cell)) return cell;
  try {
    const value: unknown = JSON.parse(cell);
    return isStorableJson(value, 32) ? value : cell;
  } catch {
    return cell;
  }
}

/** @returns null when the cell is no JSON object that can be stored */
export function readObjectCell(cell: string): Record<string, unknown> | null {
  const value = cell.startsWith('{') ? readCell(cell) : null;
  return value && typeof value === 'object' ? (value as Record<string, unknown>) : null;
}

/** As a list that people read, unless a tag has a separator in it: then as JSON. */
export const tagsCell = (tags: readonly string[]): string =>
  tags.some((tag) => /[,;|\r]/.test(tag) || tag !== trimText(tag)) || tags[0]?.startsWith('[') ? JSON.stringify(tags) : tags.join(', ');

export function readTags(cell: string): string[] {
  const value = cell.startsWith('[') ? readCell(cell) : null;
  const tags = Array.isArray(value) && value.every((tag) => typeof tag === 'string') ? value : cell.split(/[,;|]/);
  return [...new Set(tags.map(trimText).filter(Boolean))];
}

/** The limits of the API's own bodies: 32 levels, no `__proto__`, nothing that PostgreSQL refuses. */
function isStorableJson(value: unknown, levels: number): boolean {
  if (typeof value === 'string') return isStorable(value);
  if (typeof value === 'number') return Number.isFinite(value);
  if (value === null || typeof value !== 'object') return true;
  if (levels === 0) return false;
  if (Array.isArray(value)) return value.every((one) => isStorableJson(one, levels - 1));
  return Object.entries(value).every(([key, one]) => key !== '__proto__' && isStorable(key) && isStorableJson(one, levels - 1));
}
