import Papa from 'papaparse';
import { AppError, invalid } from './errors';
import { limits } from './limits';
import { trimText } from './text';

/** One record of the file, with the 1-based physical lines on which it starts and ends. */
export type CsvRecord = { line: number; lastLine: number; cells: string[]; badQuote: boolean };
export type CsvTable = { header: string[]; headerLine: number; records: CsvRecord[]; delimiter: Delimiter };

export const delimiters = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

const cp1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Bytes of an uploaded file as text: UTF-8 with or without BOM, UTF-16 by its BOM (Excel's "Unicode text"), else Windows-1252, which
 * spreadsheets still write; its five undefined bytes become control characters rather than an error. 413 above 8 MiB.
 */
export function decodeCsvBytes(bytes: Uint8Array): string {
  if (bytes.byteLength > limits.importBytes) {
    throw new AppError(
      'payload_too_large',
      `The file is larger than ${limits.importBytes / 1024 / 1024} MiB: split it and import the parts.`,
    );
  }
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (a === 0xfe && b === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    const text = new TextDecoder('windows-1252').decode(bytes);
    return text.replace(/[\x80-\x9f]/g, (c) => cp1252[c.charCodeAt(0) - 0x80] ?? c); // Node 20 decodes these as Latin-1
  }
}

/**
 * Text → header and records (RFC 4180, with the delimiter found out and CRLF, LF or CR line ends, also mixed). Blank lines are no
 * records. Line ends inside quoted cells become LF. A first line `sep=;` (Excel) names the delimiter. 422 when there is no header, or
 * when a quote is opened and never closed: that would swallow the rest of the file.
 */
export function parseCsvText(csv: string): CsvTable {
  let text = csv.replace(/^\ufeff/, '').replace(/\r\n?/g, '\n');
  const named = /^"?sep=([,;\t|])"?\n/i.exec(text);
  if (named) text = text.slice(named[0].length);
  const delimiter = (named?.[1] as Delimiter | undefined) ?? findDelimiter(text);

  const { data, errors } = parse(text, delimiter);
  const bad = new Set<number>();
  for (const e of errors) {
    if (e.code === 'InvalidQuotes') bad.add(e.row ?? -1);
  }
  const unclosed = errors.find((e) => e.code === 'MissingQuotes');
  const records: CsvRecord[] = [];
  let line = named ? 2 : 1;
  for (const [i, cells] of data.entries()) {
    if (unclosed && i === data.length - 1) {
      throw invalid(
        ['csv'],
        'unclosed_quote',
        `A quote opened in the row of line ${line} is never closed, so the rest of the file cannot be read.`,
      );
    }
    const lastLine = line + lineBreaks(cells);
    if (!(cells.length === 1 && trimText(cells[0] ?? '') === '')) records.push({ line, lastLine, cells, badQuote: bad.has(i) });
    line = lastLine + 1;
  }
  const first = records.shift();
  if (!first) throw invalid(['csv'], 'empty_file', 'The file is empty: it needs a header row.');
  return { header: first.cells.map((cell) => trimText(cell).replace(/\s+/g, ' ')), headerLine: first.line, records, delimiter };
}

const parse = (text: string, delimiter: Delimiter, preview = 0) =>
  Papa.parse<string[]>(text, { delimiter, newline: '\n', quoteChar: '"', preview });

// After the line ends are unified, a line break inside a record can only be in its cells.
function lineBreaks(cells: string[]): number {
  let n = 0;
  for (const cell of cells) for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) n++;
  return n;
}

/** The delimiter under which the header names an address column; else the one that splits the first rows most evenly and most. */
function findDelimiter(text: string): Delimiter {
  let best: Delimiter = ',';
  let bestScore = -1;
  for (const delimiter of delimiters) {
    const rows = parse(text, delimiter, 20).data.filter((cells) => cells.some((cell) => trimText(cell)));
    const header = rows[0] ?? [];
    const named = header.some((cell) => /^(email|phone)$/i.test(trimText(cell)));
    const even = header.length > 1 ? rows.filter((cells) => cells.length === header.length).length / rows.length : 0;
    const score = (named ? 1e6 : 0) + even * 1e4 + header.length;
    if (score > bestScore) [best, bestScore] = [delimiter, score];
  }
  return best;
}
