import type { Filter as FilterInput } from '@/contracts/segment';
import type { Filter, Json } from '@/filter/ast';
import { type Catalogue, contactCatalogue, recordCatalogue } from '@/filter/catalogue';
import type { Issue } from '@/filter/issues';
import { parseFilter } from '@/filter/parse';
import { isObject, type JsonObject } from '../model/tree';
import { locate, type Mark, rangeOf } from './locate';

type Severity = 'error' | 'warning';
export type Marked = Mark & { severity: Severity; path: Issue['path'] };

/** A filter's text, read: what it means, or what is wrong at which place. */
export type Checked =
  | { ok: true; filter: FilterInput; ast: Filter; marks: Marked[] }
  /** `where`: the conditions as JSON where the text is JSON at all: the visual view can still draw them. */
  | { ok: false; marks: Marked[]; where: JsonObject | null };

/** The catalogue a datatype's names are read with; `keys`: metadata keys seen, for better suggestions. */
export function catalogueOf(datatype: string, keys: readonly string[]): Catalogue | undefined {
  if (datatype === 'contact') return { ...contactCatalogue, keys };
  return /^[a-z][a-z0-9_-]{0,63}$/.test(datatype) ? recordCatalogue(datatype) : undefined;
}

export function check(text: string, keys: readonly string[] = []): Checked {
  const located = locate(text);
  if (!located.ok) return { ok: false, marks: [{ ...located.mark, severity: 'error', path: [] }], where: null };
  const { root } = located;
  const mark = (severity: Severity) => (issue: Issue) => ({
    ...rangeOf(root, issue.path),
    message: issue.message,
    severity,
    path: issue.path,
  });
  const result = parseFilter(root.value, (datatype) => catalogueOf(datatype, keys));
  if (!result.ok) return { ok: false, marks: result.issues.map(mark('error')), where: whereOf(root.value) };
  return { ok: true, filter: root.value as FilterInput, ast: result.ast, marks: result.warnings.map(mark('warning')) };
}

const whereOf = (value: Json): JsonObject | null => (isObject(value) && isObject(value.where) ? value.where : null);
