import { normaliseEmail } from './address';
import { isUnsafeKey } from './csv-columns';
import { type CsvRecord, parseCsvText } from './csv-text';
import { AppError, type Issue } from './errors';
import { limits } from './limits';
import { metadataIssues } from './metadata';
import type { RejectedRecord } from './segment';
import { isStorable, toStorable, trimText } from './text';

/** A row that can be saved. `emails` null: the file says nothing about the links. */
export type RecordRow = {
  line: number;
  key: string;
  data: Record<string, string | number | boolean>;
  emails: string[] | null;
  cells: string[];
};
export type CheckedRecords = { rows: number; ready: RecordRow[]; rejected: RejectedRecord[] };

type Column = { to: 'key' | 'emails' | 'blank' } | { to: 'data'; name: string; type: CellType };
type CellType = 'text' | 'number' | 'boolean';
type Refusal = Pick<RejectedRecord, 'code' | 'reason'>;

const keyChars = 200;
const contactsPerRow = 1_000;

/**
 * Checks a CSV of records: the columns `key`, `email` or `emails` (several separated by semicolons), every other one a field of the data
 * under its name. A column is of numbers when each filled cell of it is one as JSON writes it, of at most 15 digits (`007` is none), of
 * booleans when each is true or false, else of text; `text` names columns that stay text. An empty cell is an absent field.
 * The header's problems are 422 for the whole file, as are more than 10,000 rows; a row's problem refuses that row.
 */
export function checkRecordsCsv(csv: string, text: string[] = []): CheckedRecords {
  const { header, records } = parseCsvText(csv);
  if (records.length > limits.importRows) {
    const hint = `${records.length} rows: one import takes at most ${limits.importRows}. Split the file; nothing was imported.`;
    throw new AppError('import_too_large', hint, [{ path: ['csv'], code: 'import_too_large', message: hint }]);
  }
  const columns = readHeader(header, records, text);
  const ready: RecordRow[] = [];
  const rejected: RejectedRecord[] = [];
  const lines = new Map<string, number>();
  for (const record of records) {
    const row = readRow(record, columns);
    const twin = 'key' in row ? lines.get(row.key) : undefined;
    if ('code' in row) rejected.push(rejectedRecord(record, row));
    else if (twin !== undefined)
      rejected.push(rejectedRecord(record, { code: 'duplicate_in_file', reason: `line ${twin} has the same key` }));
    else {
      lines.set(row.key, record.line);
      ready.push(row);
    }
  }
  return { rows: records.length, ready, rejected };
}

/** The refused row as it is answered; cells that are far too long or cannot be stored are shown cut. */
export const rejectedRecord = ({ line, cells }: Pick<CsvRecord, 'line' | 'cells'>, { code, reason }: Refusal): RejectedRecord => ({
  line,
  code,
  reason,
  cells: cells
    .slice(0, limits.importColumns + 1)
    .map((cell) => toStorable(cell.length > limits.cellChars ? `${cell.slice(0, 100)}…` : cell)),
});

function readHeader(header: string[], records: CsvRecord[], text: string[]): Column[] {
  const issues: Issue[] = [];
  const wrong = (path: Issue['path'], code: string, message: string) => issues.push({ path, code, message });
  if (header.length > limits.importColumns)
    wrong(['csv', 'header'], 'too_many_columns', `${header.length} columns: at most ${limits.importColumns} are allowed.`);
  const seen = new Map<string, number>();
  const columns = header.map((name, i): Column => {
    const at: Issue['path'] = ['csv', 'header', i];
    const filled = records.map((record) => trimText(record.cells[i] ?? '')).filter((cell) => cell !== '');
    if (!name) {
      if (filled.length) wrong(at, 'nameless_column', `Column ${i + 1} has values but no name.`);
      return { to: 'blank' };
    }
    const folded = name.toLowerCase() === 'email' ? 'emails' : name.toLowerCase();
    const first = seen.get(folded);
    if (first !== undefined) wrong(at, 'duplicate_column', `Columns ${first + 1} and ${i + 1} are the same.`);
    seen.set(folded, i);
    if (folded === 'key' || folded === 'emails') return { to: folded };
    if (isUnsafeKey(name) || name.length > keyChars || !isStorable(name)) wrong(at, 'invalid_column', `Column ${i + 1} has no valid name.`);
    return { to: 'data', name, type: text.includes(name) ? 'text' : typeOf(filled) };
  });
  for (const [i, name] of text.entries())
    if (!columns.some((column) => column.to === 'data' && column.name === name))
      wrong(['text', i], 'unknown_column', `The file has no data column "${name}".`);
  if (!seen.has('key')) wrong(['csv', 'header'], 'no_key_column', 'The header needs a column named key.');
  if (issues.length) throw new AppError('validation_failed', issues[0]?.message ?? 'The header cannot be used.', issues);
  return columns;
}

const isNumber = (cell: string) => /^-?(0|[1-9]\d*)(\.\d+)?$/.test(cell) && cell.replace(/\D/g, '').length <= 15;
const isBoolean = (cell: string) => cell === 'true' || cell === 'false';

function typeOf(cells: string[]): CellType {
  if (cells.length === 0) return 'text';
  if (cells.every(isNumber)) return 'number';
  return cells.every(isBoolean) ? 'boolean' : 'text';
}

function readRow({ line, cells, badQuote }: CsvRecord, columns: Column[]): RecordRow | Refusal {
  if (badQuote) return { code: 'invalid_value', reason: 'a quote inside a quoted cell is not doubled' };
  if (cells.length !== columns.length)
    return { code: 'ragged_row', reason: `${cells.length} cells where the header has ${columns.length}` };
  const row: RecordRow = { line, key: '', data: {}, emails: null, cells };
  for (const [i, column] of columns.entries()) {
    const cell = trimText(cells[i] ?? '');
    if (cell.length > limits.cellChars || !isStorable(cell))
      return { code: 'invalid_value', reason: `cell ${i + 1} is too long or has characters that cannot be stored` };
    if (cell === '' || column.to === 'blank') continue;
    if (column.to === 'key') row.key = cell;
    else if (column.to === 'data')
      row.data[column.name] = column.type === 'number' ? Number(cell) : column.type === 'boolean' ? cell === 'true' : cell;
    else {
      const emails = readEmails(cell);
      if ('code' in emails) return emails;
      row.emails = emails;
    }
  }
  if (!row.key) return { code: 'no_key', reason: 'the key is empty' };
  if (row.key.length > keyChars) return { code: 'no_key', reason: `the key is longer than ${keyChars} characters` };
  const [issue] = metadataIssues(row.data);
  return issue ? { code: 'invalid_value', reason: issue.message } : row;
}

function readEmails(cell: string): string[] | Refusal {
  const found = new Set<string>();
  for (const part of cell.split(';').map(trimText)) {
    if (!part) continue;
    const email = normaliseEmail(part);
    if (email.error !== undefined) return { code: 'invalid_email', reason: `${part.slice(0, 100)}: ${email.error}` };
    found.add(email.ok);
  }
  if (found.size > contactsPerRow) return { code: 'invalid_value', reason: `more than ${contactsPerRow} emails` };
  return [...found];
}
