import { normaliseEmail, normalisePhone } from './address';
import { plainCell } from './csv-cell';
import { type Column, type ImportField, mapColumns } from './csv-columns';
import { type CsvRecord, type Delimiter, parseCsvText } from './csv-text';
import { AppError, invalid } from './errors';
import { readCell, readObjectCell, readTags } from './exported-csv';
import type { ColumnMapping, RejectedRow } from './import';
import { limits } from './limits';
import { normaliseCountry, normaliseLanguage, normaliseTimezone } from './places';
import { isStorable, toStorable, trimText } from './text';

/** A row that can be staged. Null is "the file says nothing": it never erases. Metadata values are the cells' text, unless mapped as JSON. */
export type ImportRow = {
  line: number;
  email: string | null;
  phone: string | null;
  name: string | null;
  country: string | null;
  timezone: string | null;
  language: string | null;
  tags: string[];
  metadata: Record<string, unknown>;
  cells: string[];
};

export type CheckedCsv = {
  header: string[];
  columns: Column[];
  delimiter: Delimiter;
  /** Rows of the file without the header and blank lines: `ready.length + rejected.length`. */
  rows: number;
  ready: ImportRow[];
  rejected: RejectedRow[];
};

type Refusal = { code: RejectedRow['code']; reason: string };

/**
 * Checks a CSV for import, in the browser's preview and in the server alike. The header's problems are 422 for the whole file, as are
 * more than 10,000 rows (`import_too_large`); a row's problem refuses that row, with its line and reason, and no other.
 */
export function checkCsv(csv: string, mapping?: ColumnMapping): CheckedCsv {
  const { header, records, delimiter } = parseCsvText(csv);
  const columns = mapColumns(header, mapping);
  refuseTooManyRows(records.length);
  refuseNamelessCells(header, records);
  const rejected: RejectedRow[] = [];
  const ready: ImportRow[] = [];
  const seen = new Map<string, number>();
  for (const record of records) {
    const row = checkRecord(record, columns);
    const refusal = 'code' in row ? row : duplicate(row, seen);
    if (refusal) rejected.push(rejectedRow(record, refusal));
    else ready.push(row as ImportRow);
  }
  return { header: header.map(toStorable), columns, delimiter, rows: records.length, ready, rejected };
}

/** The refused row as it is answered and stored: cells that the database cannot hold or that are far too long are shown cut. */
export function rejectedRow(record: Pick<CsvRecord, 'line' | 'cells'>, { code, reason }: Refusal): RejectedRow {
  const show = (cell: string) => toStorable(cell.length > limits.cellChars ? `${cell.slice(0, 100)}…` : cell);
  return { line: record.line, code, reason, cells: record.cells.slice(0, limits.importColumns + 1).map(show) };
}

function refuseTooManyRows(rows: number): void {
  if (rows <= limits.importRows) return;
  const [n, max] = [rows.toLocaleString('en-US'), limits.importRows.toLocaleString('en-US')];
  const hint = `${n} rows: one import takes at most ${max}. Split the file into ${Math.ceil(rows / limits.importRows)} parts and import each; nothing was imported.`;
  throw new AppError('import_too_large', hint, [{ path: ['csv'], code: 'import_too_large', message: hint }]);
}

// Spreadsheets leave empty columns behind; a nameless column with values in it must not be lost in silence.
function refuseNamelessCells(header: string[], records: CsvRecord[]): void {
  const nameless = header.flatMap((name, i) => (name ? [] : [i]));
  if (!nameless.length) return;
  for (const { cells, line } of records) {
    if (cells.length !== header.length) continue;
    const i = nameless.find((at) => trimText(cells[at] ?? ''));
    if (i !== undefined)
      throw invalid(['csv', 'header', i], 'nameless_column', `Column ${i + 1} has values (line ${line}) but no name in the header.`);
  }
}

function checkRecord({ line, lastLine, cells, badQuote }: CsvRecord, columns: Column[]): ImportRow | Refusal {
  if (badQuote) {
    const upTo = lastLine > line ? `; everything up to line ${lastLine} was read as one row` : '';
    return { code: 'invalid_value', reason: `a quote inside a quoted cell is not doubled${upTo}` };
  }
  if (cells.length !== columns.length)
    return { code: 'ragged_row', reason: `${cells.length} cells where the header has ${columns.length}` };
  const field: Partial<Record<ImportField, string>> = {};
  const metadata: Record<string, unknown> = {};
  for (const [i, column] of columns.entries()) {
    if (column === 'skip' || column === 'blank') continue;
    const cell = cells[i] ?? '';
    if (cell.length > limits.cellChars) return invalidCell(i, `is longer than ${limits.cellChars} characters`);
    if (!isStorable(cell)) return invalidCell(i, 'has characters that cannot be stored (NUL, or half of a surrogate pair)');
    const value = trimText(cell);
    if (!value) continue;
    if (column === 'metadata') {
      const object = readObjectCell(value);
      if (!object) return invalidCell(i, 'is no JSON object that can be stored');
      Object.assign(metadata, object);
    } else if (typeof column === 'string') field[column] = plainCell(value);
    else metadata[column.metadata] = column.json ? readCell(plainCell(value)) : value;
  }
  return checkFields(line, cells, field, metadata);
}

const invalidCell = (i: number, problem: string): Refusal => ({ code: 'invalid_value', reason: `cell ${i + 1} ${problem}` });

const bytes = new TextEncoder();

function checkFields(
  line: number,
  cells: string[],
  field: Partial<Record<ImportField, string>>,
  metadata: Record<string, unknown>,
): ImportRow | Refusal {
  const country = field.country ? normaliseCountry(field.country) : null;
  if (field.country && !country) return { code: 'invalid_value', reason: 'the country is not an ISO 3166-1 code of two letters' };
  const timezone = field.timezone ? normaliseTimezone(field.timezone) : null;
  if (field.timezone && !timezone) return { code: 'invalid_value', reason: 'the time zone is not an IANA name' };
  const language = field.language ? normaliseLanguage(field.language) : null;
  if (field.language && !language) return { code: 'invalid_value', reason: 'the language is not a BCP 47 tag' };
  if ((field.name?.length ?? 0) > 500) return { code: 'invalid_value', reason: 'the name is longer than 500 characters' };
  const tags = readTags(field.tags ?? '');
  if (tags.length > limits.tags || tags.some((tag) => tag.length > 100)) {
    return { code: 'invalid_value', reason: `at most ${limits.tags} tags of at most 100 characters` };
  }
  if (!field.email && !field.phone) return { code: 'no_address', reason: 'the row has neither an email nor a phone' };
  const email = field.email ? normaliseEmail(field.email) : undefined;
  if (email?.error) return { code: 'invalid_email', reason: email.error };
  const phone = field.phone ? normalisePhone(field.phone, country) : undefined;
  if (phone?.error) return { code: 'invalid_phone', reason: phone.error };
  // a UTF-16 unit is at most 6 bytes of JSON (\u0001): only long rows are measured
  const length = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)).length;
  const chars = Object.entries(metadata).reduce((sum, [key, value]) => sum + key.length + length(value) + 6, 0);
  if (chars * 6 > limits.metadataBytes && bytes.encode(JSON.stringify(metadata)).length > limits.metadataBytes) {
    return { code: 'invalid_value', reason: `the metadata is larger than ${limits.metadataBytes} bytes` };
  }
  const addresses = { email: email?.ok ?? null, phone: phone?.ok ?? null };
  return { line, ...addresses, name: field.name ?? null, country, timezone, language, tags, metadata, cells };
}

/** The first row with an address has it; a later one is refused, also when only its other address is new. */
function duplicate(row: ImportRow, seen: Map<string, number>): Refusal | null {
  for (const [what, address] of [
    ['email', row.email],
    ['phone', row.phone],
  ] as const) {
    const line = address && seen.get(address);
    if (line) return { code: 'duplicate_in_file', reason: `the same ${what} as line ${line}` };
  }
  if (row.email) seen.set(row.email, row.line);
  if (row.phone) seen.set(row.phone, row.line);
  return null;
}
