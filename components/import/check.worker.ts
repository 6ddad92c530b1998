import { checkCsv } from '@/contracts/csv';
import { type Column, suggestMapping } from '@/contracts/csv-columns';
import { decodeCsvBytes, parseCsvText } from '@/contracts/csv-text';
import { AppError, type Issue } from '@/contracts/errors';
import type { ColumnMapping, RejectedRow } from '@/contracts/import';

/* Reads and checks a file away from the page's thread, with the very code that the server checks it with. */

export type Problem = { code: string; message: string; issues: Issue[] };
export type Loaded = {
  kind: 'loaded';
  csv: string;
  header: string[];
  sample: string[][];
  delimiter: string;
  rows: number;
  mapping: ColumnMapping;
};
export type Checked = { kind: 'checked'; id: number; rows: number; ready: number; rejected: RejectedRow[]; columns: Column[] };
export type Answer = Loaded | Checked | { kind: 'failed'; id?: number; problem: Problem };
export type Question = { kind: 'load'; bytes: ArrayBuffer } | { kind: 'check'; id: number; mapping: ColumnMapping };

const post = (answer: Answer) => postMessage(answer);
let csv = '';

addEventListener('message', ({ data: question }: MessageEvent<Question>) => {
  const id = question.kind === 'check' ? question.id : undefined;
  try {
    post(question.kind === 'load' ? load(question.bytes) : check(question.id, question.mapping));
  } catch (error) {
    const { code, message, issues } = error instanceof AppError ? error : new AppError('internal', `The file cannot be read: ${error}`);
    post({ kind: 'failed', id, problem: { code, message, issues } });
  }
});

function load(bytes: ArrayBuffer): Loaded {
  csv = decodeCsvBytes(new Uint8Array(bytes));
  const { header, records, delimiter } = parseCsvText(csv);
  const mapping = suggestMapping(header);
  // The file of rejected rows, mended: its first two columns are ours.
  if (header[0] === 'line' && header[1] === 'reason') Object.assign(mapping, { line: 'skip', reason: 'skip' });
  return { kind: 'loaded', csv, header, sample: records.slice(0, 5).map((r) => r.cells), delimiter, rows: records.length, mapping };
}

function check(id: number, mapping: ColumnMapping): Checked {
  const { rows, ready, rejected, columns } = checkCsv(csv, mapping);
  return { kind: 'checked', id, rows, ready: ready.length, rejected, columns };
}
