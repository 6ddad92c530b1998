import { AppError, type Issue } from './errors';
import { exportMapping } from './exported-csv';
import type { ColumnMapping } from './import';
import { limits } from './limits';
import { isStorable } from './text';

export const importFields = ['email', 'phone', 'name', 'country', 'timezone', 'language', 'tags'] as const;
export type ImportField = (typeof importFields)[number];
/** Where a column goes. `blank` is a column without a name: allowed while its cells are empty. */
export type Column = ImportField | 'metadata' | 'skip' | 'blank' | { metadata: string; json?: true | undefined };

/** A metadata key that an object literal would take for its prototype. */
export const isUnsafeKey = (key: string): boolean => key === '__proto__';

/**
 * What each column becomes. Without a mapping: `email`, `phone` and `name` (any case) are the contact's, every other column is a
 * metadata key under its name as in the file; an export of ours is read back as what it was. Names are compared without case and outer spaces, so `City` beside `city` is refused, as
 * is a field or key that two columns claim. 422 with every problem; `path` is `['csv', 'header', column]` or `['mapping', name]`.
 */
export function mapColumns(header: string[], mapping: ColumnMapping = {}): Column[] {
  const issues: Issue[] = [];
  const wrong = (path: Issue['path'], code: string, message: string) => issues.push({ path, code, message });
  if (header.length > limits.importColumns)
    wrong(['csv', 'header'], 'too_many_columns', `${header.length} columns: at most ${limits.importColumns} are allowed.`);

  const wanted = new Map(Object.entries({ ...exportMapping(header), ...mapping }).map(([name, column]) => [fold(name), column]));
  const seen = new Map<string, number>();
  const columns = header.map((name, i): Column => {
    if (!name) return 'blank';
    const first = seen.get(fold(name));
    if (first !== undefined)
      wrong(['csv', 'header', i], 'duplicate_column', `Columns ${first + 1} and ${i + 1} are both called "${name}".`);
    seen.set(fold(name), i);
    return wanted.get(fold(name)) ?? defaultColumn(name);
  });
  for (const name of Object.keys(mapping)) {
    if (!seen.has(fold(name))) wrong(['mapping', name], 'unknown_column', `The file has no column "${name}".`);
  }

  const claimed = new Map<string, number>();
  for (const [i, column] of columns.entries()) {
    if (column === 'skip' || column === 'blank') continue;
    const key = typeof column === 'string' ? column : column.metadata;
    if (typeof column !== 'string') {
      if (isUnsafeKey(key)) wrong(['csv', 'header', i], 'invalid_column', `"${key}" cannot be a metadata key.`);
      if (key.length > 200 || !isStorable(key))
        wrong(['csv', 'header', i], 'invalid_column', `The name of column ${i + 1} is not a valid metadata key.`);
    }
    const claim = `${typeof column}:${key}`;
    const first = claimed.get(claim);
    if (first !== undefined) wrong(['csv', 'header', i], 'duplicate_target', `Columns ${first + 1} and ${i + 1} both become "${key}".`);
    claimed.set(claim, i);
  }
  if (!columns.includes('email') && !columns.includes('phone')) {
    wrong(['csv', 'header'], 'no_address_column', 'The header needs a column named email or phone (or both).');
  }
  if (issues.length) throw new AppError('validation_failed', issues[0]?.message ?? 'The header cannot be used.', issues);
  return columns;
}

const fold = (name: string) => name.trim().toLowerCase();

function defaultColumn(name: string): Column {
  const field = fold(name);
  return field === 'email' || field === 'phone' || field === 'name' ? field : { metadata: name };
}

const hints: [ImportField, RegExp][] = [
  ['email', /^(e-?mail|e-?mail[ _-]?address|mail|courriel|correo)$/],
  ['phone', /^((tele)?phone|mobile|cell)([ _-]?(phone|number))?$|^tel\.?$|^msisdn$/],
  ['name', /^(full|display)?[ _-]?name$/],
  ['country', /^country([ _-]?code)?$/],
  ['timezone', /^time[ _-]?zone$/],
  ['tags', /^(tags|labels)$/],
];

/** A mapping to offer in the drawer; nothing applies it by itself. The first column that looks like a field gets it. */
export function suggestMapping(header: string[]): ColumnMapping {
  const exported = exportMapping(header);
  if (exported) return exported;
  const taken = new Set<ImportField>();
  const mapping: ColumnMapping = {};
  for (const exact of [true, false])
    for (const name of header) {
      if (!name || isUnsafeKey(name) || Object.hasOwn(mapping, name)) continue;
      const field = hints.find(([f, pattern]) => (exact ? fold(name) === f : pattern.test(fold(name))))?.[0];
      if (!field || taken.has(field)) continue;
      taken.add(field);
      mapping[name] = field;
    }
  return mapping;
}
