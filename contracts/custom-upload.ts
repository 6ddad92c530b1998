import { normaliseEmail, normalisePhone } from './address';
import { parseCsvText } from './csv-text';
import { type CustomUploadInput, customLimits, type RefusedRow, type UploadColumn, type UploadField } from './custom';
import { guessColumns, isAddressLike, isSha256, uploadColumns } from './custom-columns';
import { AppError, invalid } from './errors';
import { normaliseCountry } from './places';
import { isStorable, trimText } from './text';

/** Text in normal form, or a hash that was uploaded as one (lower-case hexadecimal). */
export type KeyValue = { text: string; hash?: undefined } | { hash: string; text?: undefined };
export type UploadRow = {
  line: number;
  email?: KeyValue;
  phone?: KeyValue;
  external_id?: KeyValue;
  name?: string;
  country?: string;
};
export type CheckedUpload = {
  columns: UploadColumn[];
  hasHeader: boolean;
  /** Rows without the header and blank lines: `ready.length + rejected.length`. */
  rows: number;
  ready: UploadRow[];
  rejected: RefusedRow[];
};

export const fieldsOf = {
  file_upload: ['email', 'phone', 'skip'],
  customer_match: ['email', 'phone', 'name', 'first_name', 'last_name', 'country', 'external_id', 'skip'],
} as const satisfies Record<string, readonly UploadField[]>;

type Source = Pick<CustomUploadInput, 'csv' | 'rows' | 'columns' | 'country'>;
type Line = { line: number; cells: string[]; badQuote: boolean };

/**
 * Reads an upload, in the browser's preview and in the server alike: which column is what, the rows in normal form (contracts/address.ts),
 * and what is refused, by line and reason. A file whose first row holds an address or a hash has no header.
 * @throws AppError 422 for what concerns the whole file; `import_too_large` above 100,000 rows
 */
export function checkUpload(input: Source, type: keyof typeof fieldsOf): CheckedUpload {
  const { header, hasHeader, lines } = input.csv === undefined ? fromObjects(input.rows ?? []) : fromCsv(input.csv);
  if (lines.length > customLimits.uploadRows) {
    const message = `${lines.length.toLocaleString('en-US')} rows: one upload takes at most ${customLimits.uploadRows.toLocaleString('en-US')}. Split the file and upload the parts.`;
    throw new AppError('import_too_large', message, [{ path: ['csv'], code: 'import_too_large', message }]);
  }
  const country = input.country === undefined ? undefined : normaliseCountry(input.country);
  if (country === null) throw invalid(['country'], 'invalid_country', 'not an ISO 3166-1 code of two letters');
  const columns = uploadColumns(
    header,
    hasHeader,
    lines.map((l) => l.cells),
    { given: input.columns, country, allowed: fieldsOf[type] },
  );
  const ready: UploadRow[] = [];
  const rejected: RefusedRow[] = [];
  const seen = new Map<string, number>();
  for (const line of lines) {
    const row = readRow(line, columns, country);
    if ('code' in row) rejected.push(row);
    else {
      const id = JSON.stringify([row.email, row.phone, row.external_id, row.name, row.country]);
      const first = seen.get(id);
      if (first === undefined) {
        seen.set(id, row.line);
        ready.push(row);
      } else rejected.push({ line: row.line, code: 'duplicate_in_file', reason: `the same as line ${first}` });
    }
  }
  return { columns, hasHeader, rows: lines.length, ready, rejected };
}

/** What the columns of a file look like, also when `checkUpload` refuses it. @throws AppError 422 for a file that cannot be read at all */
export function columnsOf({ csv = '', columns: given, country }: Source, type: keyof typeof fieldsOf): UploadColumn[] {
  const { header, hasHeader, lines } = fromCsv(csv);
  const cells = lines.map((line) => line.cells);
  return guessColumns(header, hasHeader, cells, { given, country, allowed: fieldsOf[type] });
}

function fromCsv(csv: string): { header: string[]; hasHeader: boolean; lines: Line[] } {
  const { header, headerLine, records } = parseCsvText(csv);
  const lines = records.map(({ line, cells, badQuote }) => ({ line, cells, badQuote }));
  if (!header.some((cell) => isAddressLike(cell))) return { header, hasHeader: true, lines };
  const names = header.map((_, i) => `Column ${i + 1}`);
  return { header: names, hasHeader: false, lines: [{ line: headerLine, cells: header, badQuote: false }, ...lines] };
}

function fromObjects(rows: Record<string, string | null>[]): { header: string[]; hasHeader: boolean; lines: Line[] } {
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  if (!header.length) throw invalid(['rows'], 'empty_file', 'There are no rows.');
  const lines = rows.map((row, i) => ({ line: i + 1, badQuote: false, cells: header.map((name) => row[name] ?? '') }));
  return { header, hasHeader: true, lines };
}

function readRow({ line, cells, badQuote }: Line, columns: UploadColumn[], country?: string): UploadRow | RefusedRow {
  const no = (code: RefusedRow['code'], reason: string): RefusedRow => ({ line, code, reason });
  if (badQuote) return no('invalid_value', 'a quote inside a quoted cell is not doubled');
  if (cells.length !== columns.length) return no('ragged_row', `${cells.length} cells where the file has ${columns.length} columns`);
  const field: Partial<Record<UploadField, string>> = {};
  for (const [i, { becomes }] of columns.entries()) {
    const value = trimText(cells[i] ?? '');
    if (becomes === 'skip' || !value) continue;
    if (value.length > 1000) return no('invalid_value', `cell ${i + 1} is longer than 1,000 characters`);
    if (!isStorable(value)) return no('invalid_value', `cell ${i + 1} has characters that cannot be stored`);
    field[becomes] = value;
  }
  const row: UploadRow = { line };
  const where = field.country ? normaliseCountry(field.country) : undefined;
  if (where === null) return no('invalid_value', 'the country is not an ISO 3166-1 code of two letters');
  for (const kind of ['email', 'phone'] as const) {
    const value = field[kind];
    if (value === undefined) continue;
    if (isSha256(value)) row[kind] = { hash: value.toLowerCase() };
    else if (/^[0-9a-f]{32}$|^[0-9a-f]{40}$/i.test(value))
      return no(
        'invalid_hash',
        `this looks like ${value.length === 32 ? 'an MD5' : 'a SHA-1'} hash: only SHA-256 (64 hexadecimal digits) can be matched`,
      );
    else if (/^[0-9a-f]{50,}$/i.test(value))
      return no('invalid_hash', `a SHA-256 hash has 64 hexadecimal digits, this one has ${value.length}`);
    else {
      const normal = kind === 'email' ? normaliseEmail(value) : normalisePhone(value, where ?? country);
      if (normal.ok === undefined) return no(`invalid_${kind}`, normal.error);
      row[kind] = { text: normal.ok };
    }
  }
  if (field.external_id)
    row.external_id = isSha256(field.external_id) ? { hash: field.external_id.toLowerCase() } : { text: field.external_id };
  const name = field.name ?? [field.first_name, field.last_name].filter(Boolean).join(' ');
  if (name) row.name = name;
  if (where ?? (name ? country : undefined)) row.country = (where ?? country) as string;
  if (!row.email && !row.phone && !row.external_id && !(row.name && row.country)) {
    return no('no_key', row.name ? 'a name alone identifies nobody: it needs a country' : 'the row has nothing to match by');
  }
  return row;
}
