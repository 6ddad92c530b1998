import { BOM, csvLine } from '@/contracts/csv-cell';
import type { RejectedRow } from '@/contracts/import';

/** The rejected rows as a file to mend and import again: line and reason first, then the row as it was. */
export function rejectedCsv(header: string[], rejected: readonly RejectedRow[]): string {
  const lines = [['line', 'reason', ...header], ...rejected.map((row) => [String(row.line), row.reason, ...row.cells])];
  return BOM + lines.map(csvLine).join('');
}

/** Hands the browser a file to save. */
export function saveFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
