import * as fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileRegex, regexTest } from '@/filter/regex/match';
import { parseRegex } from '@/filter/regex/parse';
import { toPostgres } from '@/filter/regex/to-postgres';
import { type TestDatabase, testDatabase } from '../db';
import { cases, seed } from './arbitraries';

let testDb: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  testDb = await testDatabase();
  sql = postgres(testDb.url, { max: 1 });
});
afterAll(async () => {
  await sql?.end();
  await testDb?.drop();
});

function read(pattern: string, options: string | null) {
  const result = parseRegex(pattern, options);
  if ('problem' in result) throw new Error(`${result.problem}: ${pattern}`);
  return result.node;
}

const atom = fc.constantFrom(
  'a',
  'b',
  'B',
  'é',
  'É',
  '.',
  '[ab]',
  '[^a]',
  '[a-cX]',
  '[^\\d\\s]',
  '[-a]',
  '[a-]',
  '[\\]^]',
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\S',
  '\\.',
  '\\n',
  '\\x41',
  '\\u00e9',
  '_',
  '1',
  ' ',
  '-',
  '/',
  '\\\\',
  '"',
  'ß',
  'ſ',
  'k',
  '{',
  '}',
  ']',
  '{a}',
);
const edge = fc.constantFrom('^', '$', '\\b', '\\B');
const times = fc.constantFrom('', '', '', '*', '+', '?', '*?', '+?', '??', '{2}', '{0}', '{0,2}', '{1,3}?', '{2,}');
const pattern = fc.letrec<{ either: string; sequence: string; piece: string }>((tie) => ({
  either: fc.array(tie('sequence'), { minLength: 1, maxLength: 3, depthIdentifier: 'regex' }).map((branches) => branches.join('|')),
  sequence: fc.array(tie('piece'), { maxLength: 4, depthIdentifier: 'regex' }).map((pieces) => pieces.join('')),
  piece: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'regex' },
    { weight: 6, arbitrary: fc.tuple(atom, times).map(([a, t]) => a + t) },
    { weight: 1, arbitrary: edge },
    { weight: 2, arbitrary: fc.tuple(fc.constantFrom('(', '(?:'), tie('either'), times).map(([open, inner, t]) => `${open}${inner})${t}`) },
  ),
})).either;
const subject = fc
  .array(
    fc.constantFrom(
      'a',
      'b',
      'A',
      'B',
      'X',
      'c',
      '1',
      '_',
      ' ',
      '\n',
      'é',
      'É',
      '.',
      '-',
      ']',
      '\\',
      '"',
      '/',
      'ß',
      's',
      'S',
      'K',
      '{',
      '}',
    ),
    { maxLength: 6 },
  )
  .map((chars) => chars.join(''));
const options = fc.constantFrom('', 'i', 'm', 's', 'im', 'is', 'ims');

describe(`patterns mean the same in memory, in JavaScript and in PostgreSQL (FILTER_SEED=${seed})`, () => {
  test('random ones', { timeout: 300_000 }, async () => {
    const samples = fc.sample(fc.tuple(pattern, options, fc.array(subject, { minLength: 8, maxLength: 8 })), {
      numRuns: Math.ceil(cases / 10),
      seed,
    });
    const rows: { pattern: string; text: string; ours: boolean; shown: string }[] = [];
    for (const [source, flags, texts] of samples) {
      const parsed = parseRegex(source, flags);
      if ('problem' in parsed) throw new Error(`${parsed.problem}: ${source}`);
      const program = compileRegex(parsed.node);
      const js = new RegExp(source, flags);
      for (const text of texts) {
        const ours = regexTest(program, text);
        if (js.test(text) !== ours) throw new Error(`ours ${ours}, JavaScript ${!ours}: /${source}/${flags} on ${JSON.stringify(text)}`);
        rows.push({ pattern: toPostgres(parsed.node), text, ours, shown: `/${source}/${flags} on ${JSON.stringify(text)}` });
      }
    }
    for (let i = 0; i < rows.length; i += 2_000) {
      const part = rows.slice(i, i + 2_000);
      const found =
        await sql`SELECT t ~ p AS yes FROM unnest(${part.map((r) => r.text)}::text[], ${part.map((r) => r.pattern)}::text[]) WITH ORDINALITY AS u(t, p, n) ORDER BY n`;
      for (const [k, row] of part.entries())
        if (found[k]?.yes !== row.ours) throw new Error(`ours ${row.ours}, PostgreSQL ${!row.ours}: ${row.shown} as ${row.pattern}`);
    }
  });

  test.each([
    ['s$', null, 'cats\n', false],
    ['s$', 'm', 'cats\n', true],
    ['^b', 'm', 'a\nb', true],
    ['^b', null, 'a\nb', false],
    ['a.b', null, 'a\nb', false],
    ['a.b', 's', 'a\nb', true],
    ['a.b', null, 'a\rb', true],
    ['^.$', null, '😀', true],
    ['\\s', null, '\u00a0', false],
    ['^[😀-😂]$', null, '😁', true],
    ['straße', 'i', 'STRAßE', true],
    ['ÄÖ', 'i', 'äö', true],
    ['Σ', 'i', 'ς', true],
    ['k', 'i', '\u212a', false],
    ['a b # note\n c', 'x', 'abc', true],
    ['a\\ b[ #]', 'x', 'a b#', true],
    ['[^\\s\\S]', null, 'x', false],
    ['[\\s\\S]', null, '\n', true],
    ['\\Ab\\z', null, 'b', true],
  ])('/%s/%s on %j', async (source, flags, text, expected) => {
    const node = read(source, flags);
    expect(regexTest(compileRegex(node), text)).toBe(expected);
    const [row] = await sql`SELECT ${text}::text ~ ${toPostgres(node)}::text AS yes`;
    expect(row?.yes).toBe(expected);
  });

  test('and none is slow in PostgreSQL', { timeout: 60_000 }, async () => {
    const patterns = [
      '(a+)+$',
      '(a|aa)+$',
      '(a*)*b',
      '(.*)*x',
      '(a|a?)+$',
      '^(([a-z])+.)+[A-Z]([a-z])+$',
      '(a?){50}a{50}',
      '((a{1,10}){1,10}){1,10}',
      '(.{0,50}){0,39}x',
      '(\\w+\\s?)*$',
      '([a-zA-Z]+)*\\d',
      '(x+x+)+y',
    ];
    for (const source of patterns) {
      const parsed = parseRegex(source, 'i');
      if ('problem' in parsed) continue;
      const start = performance.now();
      const [row] = await sql`SELECT repeat('a', 2000) || '!' ~ ${toPostgres(parsed.node)}::text AS yes`;
      expect(typeof row?.yes).toBe('boolean');
      expect([source, performance.now() - start < 1_000]).toEqual([source, true]);
    }
  });
});
