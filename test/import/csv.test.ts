import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { checkCsv } from '@/contracts/csv';
import { mapColumns, suggestMapping } from '@/contracts/csv-columns';
import { decodeCsvBytes, parseCsvText } from '@/contracts/csv-text';
import { limits } from '@/contracts/limits';

const lines = (csv: string) => checkCsv(csv).rejected.map((r) => [r.line, r.code]);

describe('reading a CSV', () => {
  const cell = fc.string({ unit: fc.constantFrom(...'abé,;\t|"\n x0='), maxLength: 8 });
  const table = fc.integer({ min: 2, max: 5 }).chain((columns) =>
    fc.record({
      rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), { minLength: 1, maxLength: 8 }),
      header: fc.constant(['email', ...Array.from({ length: columns - 1 }, (_, i) => `c${i}`)]),
      delimiter: fc.constantFrom(',', ';', '\t', '|'),
      newline: fc.constantFrom('\n', '\r\n', '\r'),
      bom: fc.boolean(),
      quotes: fc.boolean(),
    }),
  );

  it('gives back every cell, with the line on which its row starts, for any delimiter, line end and quoting', () => {
    fc.assert(
      fc.property(table, ({ rows, header, delimiter, newline, bom, quotes }) => {
        const text = Papa.unparse([header, ...rows], { delimiter, newline, quotes });
        const parsed = parseCsvText((bom ? '\ufeff' : '') + text);
        expect(parsed.delimiter).toBe(delimiter);
        expect(parsed.header).toEqual(header);
        expect(parsed.records.map((r) => r.cells)).toEqual(rows);
        let line = 2;
        for (const [i, row] of rows.entries()) {
          expect(parsed.records[i]?.line).toBe(line);
          line += 1 + row.join('').split('\n').length - 1;
        }
      }),
      { numRuns: 500 },
    );
  });

  it('never shifts a ragged row and never loses one', () => {
    const row = fc.array(fc.constantFrom('', 'x', 'a@example.com', '"q,q"'), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        const checked = checkCsv(['email,a,b', ...rows.map((r) => r.join(','))].join('\n'));
        expect(checked.rows).toBe(rows.length);
        expect(checked.ready.length + checked.rejected.length).toBe(rows.length);
        const ragged = rows.flatMap((r, i) => (r.length === 3 ? [] : [i + 2]));
        expect(checked.rejected.filter((r) => r.code === 'ragged_row').map((r) => r.line)).toEqual(ragged);
      }),
    );
  });

  it('counts physical lines across blank lines, quoted line breaks and mixed line ends', () => {
    expect(lines('email,n\r\n\r\nbad1,x\rbad2,"a\r\nb\nc"\n\nbad3,z\n   \nbad4,y')).toEqual([
      [3, 'invalid_email'],
      [4, 'invalid_email'],
      [8, 'invalid_email'],
      [10, 'invalid_email'],
    ]);
    expect(lines('sep=;\nemail;a\nbad;1\n')).toEqual([[3, 'invalid_email']]);
  });

  it('finds the delimiter by the header, not by what cells hold', () => {
    expect(parseCsvText('email;note\na@example.com;a, b, c, d').delimiter).toBe(';');
    expect(parseCsvText('note|Email\na,b;c|a@example.com').delimiter).toBe('|');
    expect(parseCsvText('E-Mail;Vorname\nx@example.com;Ann').delimiter).toBe(';');
    expect(parseCsvText('email\na@example.com').delimiter).toBe(',');
  });

  it('refuses a row whose quoting is not certain, and a file that a quote would swallow', () => {
    const csv = ['email,n', 'a@example.com,"x"y"', '"c@example.com" ,"d ""e"""', 'b@example.com,"x"y', 'lost@example.com,"z"'].join('\n');
    const { ready, rejected } = checkCsv(csv);
    expect(rejected.map((r) => [r.line, r.code])).toEqual([
      [2, 'invalid_value'],
      [4, 'invalid_value'],
    ]);
    expect(rejected[1]?.reason).toContain('up to line 5');
    expect(ready).toMatchObject([{ email: 'c@example.com', metadata: { n: 'd "e"' } }]);
    expect(() => checkCsv('email,n\na@example.com,"never closed\nb@example.com,z\n')).toThrow(/line 2 is never closed/);
  });

  it('decodes UTF-8, UTF-16 by its BOM, and Windows-1252', () => {
    const text = 'email,name\na@example.com,Zoë €';
    const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le');
    expect(decodeCsvBytes(Buffer.from(`\ufeff${text}`)).replace('\ufeff', '')).toBe(text);
    expect(decodeCsvBytes(utf16)).toBe(text);
    expect(decodeCsvBytes(Buffer.from(utf16).swap16())).toBe(text);
    expect(decodeCsvBytes(Uint8Array.from([0x65, 0x3b, 0xeb, 0x80]))).toBe('e;ë€');
    expect(() => decodeCsvBytes(new Uint8Array(limits.importBytes + 1))).toThrow(expect.objectContaining({ code: 'payload_too_large' }));
  });
});

describe('columns', () => {
  it.each([
    ['', 'empty_file'],
    ['\n \n', 'empty_file'],
    ['name,city\nAnn,Rome', 'no_address_column'],
    ['email,Email\na,b', 'duplicate_column'],
    ['email,City, city \na,b,c', 'duplicate_column'],
    ['email,__proto__\na@example.com,x', 'invalid_column'],
    [`email,${'k'.repeat(201)}\n`, 'invalid_column'],
    ['email,a\0b\n', 'invalid_column'],
    [`email,${Array.from({ length: 200 }, (_, i) => `c${i}`).join(',')}`, 'too_many_columns'],
    ['email,\na@example.com,lost', 'nameless_column'],
  ])('%j is refused: %s', (csv, code) => {
    expect(() => checkCsv(csv)).toThrow(expect.objectContaining({ issues: expect.arrayContaining([expect.objectContaining({ code })]) }));
  });

  it('reads the header without case, spaces and non-breaking spaces; other columns keep their name as metadata keys', () => {
    const { ready } = checkCsv('\u00a0EMAIL\u00a0 , Phone,NAME,First  Name,country,\na@example.com,,Ann,  A ,de,\n');
    expect(ready).toMatchObject([{ email: 'a@example.com', name: 'Ann', country: null, metadata: { 'First Name': 'A', country: 'de' } }]);
  });

  it('maps as told, and says what does not fit', () => {
    expect(mapColumns(['E-Mail', 'x', 'y'], { 'e-mail': 'email', x: 'skip', y: { metadata: 'why' } })).toEqual([
      'email',
      'skip',
      { metadata: 'why' },
    ]);
    const codes = (header: string[], mapping: Parameters<typeof mapColumns>[1]) => {
      try {
        mapColumns(header, mapping);
      } catch (error) {
        return (error as { issues: { code: string }[] }).issues.map((i) => i.code);
      }
    };
    expect(codes(['email'], { nope: 'skip' })).toEqual(['unknown_column']);
    expect(codes(['email', 'x'], { x: 'email' })).toEqual(['duplicate_target']);
    expect(codes(['email', 'x', 'y'], { x: { metadata: 'y' } })).toEqual(['duplicate_target']);
    expect(codes(['email', 'x'], { x: { metadata: '__proto__' } })).toEqual(['invalid_column']);
    expect(codes(['email'], { email: 'skip' })).toEqual(['no_address_column']);
    expect(suggestMapping(['E-mail Address', 'Mobile', 'Full name', 'Other'])).toEqual({
      'E-mail Address': 'email',
      Mobile: 'phone',
      'Full name': 'name',
    });
    expect(suggestMapping(['Mail', 'email'])).toEqual({ email: 'email' });
  });
});

describe('rows', () => {
  it('are refused one by one, with the reason', () => {
    const long = 'x'.repeat(limits.cellChars + 1);
    const csv = `email,phone,name,note
a@example.com,,A,
A@EXAMPLE.com,,again,
,,nobody,
b@example,,B,
c@example.com,12345,C,
d@example.com,,D,\u0000
e@example.com,,E,\ud800
f@example.com,,F,${long}
g@example.com,,${'n'.repeat(501)},
h@example.com,+14155550100,H,
,+1 415 555 0100,H again,
`;
    expect(lines(csv)).toEqual([
      [3, 'duplicate_in_file'],
      [4, 'no_address'],
      [5, 'invalid_email'],
      [6, 'invalid_phone'],
      [7, 'invalid_value'],
      [8, 'invalid_value'],
      [9, 'invalid_value'],
      [10, 'invalid_value'],
      [12, 'duplicate_in_file'],
    ]);
    const { rejected } = checkCsv(csv);
    expect(JSON.stringify(rejected).length).toBeLessThan(5000); // cells that cannot be stored or are far too long are shown cut
    expect(rejected.every((r) => r.cells.every((c) => c.isWellFormed() && !c.includes('\0')))).toBe(true);
  });

  it('keep text as text, drop blanks, and cannot reach a prototype', () => {
    const { ready } = checkCsv('email,age,zip,blank,constructor\na@example.com,42,00123, \u00a0 ,F1\n');
    expect(ready[0]?.metadata).toEqual({ age: '42', zip: '00123', constructor: 'F1' });
    expect(({} as Record<string, unknown>).F1).toBeUndefined();
  });

  it('one with more metadata than a contact may have is refused', () => {
    const header = ['email', 'a', 'b'].join(',');
    expect(lines(`${header}\na@example.com,${'x'.repeat(40_000)},${'y'.repeat(40_000)}\n`)).toEqual([[2, 'invalid_value']]);
  });
});
