/**
 * A cell that a spreadsheet would run as a formula gets a leading apostrophe (OWASP, "CSV injection"). Negative numbers stay; a phone
 * number's + counts as a formula, and the import takes the apostrophe off again (`plainCell`).
 */
export const safeCell = (cell: string): string =>
  /^\s*[=+@\t\r]/.test(cell) || (/^\s*-/.test(cell) && !/^\s*-[\d.,]+$/.test(cell)) ? `'${cell}` : cell;

/** The cell without the apostrophe of `safeCell`. */
export const plainCell = (cell: string): string => (/^'\s*[-=+@\t\r]/.test(cell) ? cell.slice(1) : cell);

const quote = (cell: string) => (/[",;\r\n\t|]/.test(cell) || cell !== cell.trim() ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One line of a CSV file (RFC 4180), safe to open in a spreadsheet. */
export const csvLine = (cells: readonly (string | number | null)[]): string =>
  `${cells.map((cell) => quote(safeCell(String(cell ?? '')))).join(',')}\r\n`;

/** First character of a file: it makes Excel read UTF-8. */
export const BOM = '\ufeff';
