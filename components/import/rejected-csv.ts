import type { RejectedRow } from '@/contracts/import';

/**
 * A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV injection"). Negative numbers stay; a phone
 * number's + counts as a formula, and the import takes the apostrophe off again.
 */
export const safeCell = (cell: string): string =>
  /^\s*[=+@\t\r]/.test(cell) || (/^\s*-/.test(cell) && !/^\s*-[\d.,]+$/.test(cell)) ? `'${cell}` : cell;

const quote = (cell: string) => (/[",;\r\n\t|]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell);

/** The rejected rows as a file to mend and import again: line and reason first, then the row as it was. */
export function rejectedCsv(header: string[], rejected: readonly RejectedRow[]): string {
  const lines = [['line', 'reason', ...header], ...rejected.map((row) => [String(row.line), row.reason, ...row.cells])];
  // The BOM makes Excel read UTF-8.
  return `\ufeff${lines.map((cells) => cells.map((cell) => quote(safeCell(cell))).join(',')).join('\r\n')}\r\n`;
}

/** Hands the browser a file to save. */
export function saveFile(name: string, text: string, type = 'text/csv;charset=utf-8'): void {
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
