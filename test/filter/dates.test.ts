import * as fc from 'fast-check';
import postgres from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addDuration, datePattern, parseDate, parseDuration } from '@/filter/dates';
import { type TestDatabase, testDatabase } from '../db';
import { seed } from './arbitraries';

let testDb: TestDatabase;
let sql: postgres.Sql;
beforeAll(async () => {
  testDb = await testDatabase();
  sql = postgres(testDb.url, { max: 1, connection: { TimeZone: 'Asia/Kathmandu' } });
});
afterAll(async () => {
  await sql?.end();
  await testDb?.drop();
});

const two = (n: number) => String(n).padStart(2, '0');
const number = (min: number, max: number) => fc.integer({ min, max });
/** Texts that are dates, and texts that nearly are. */
const dateText = fc
  .tuple(
    fc.constantFrom('0000', '0001', '1900', '2000', '2024', '2026', '2100', '9999'),
    number(0, 13),
    number(0, 32),
    fc.constantFrom('', 'T', ' ', 't'),
    number(0, 24),
    number(0, 60),
    fc.constantFrom('', ':00', ':59', ':60', ':30.5', ':30.123456', ':30.1234567'),
    fc.constantFrom('', 'Z', 'z', '+05:45', '-1130', '+15:00', '+05', ' Z'),
  )
  .map(([y, mo, d, t, h, mi, s, z]) => `${y}-${two(mo)}-${two(d)}${t === '' ? '' : `${t}${two(h)}:${two(mi)}${s}`}${z}`);

describe('dates', () => {
  test('one pattern decides, and what it accepts PostgreSQL casts to the same millisecond', async () => {
    const texts = [...new Set(fc.sample(dateText, { numRuns: 20_000, seed }))];
    const accepted = texts.filter((text) => parseDate(text) !== null);
    expect(accepted.length).toBeGreaterThan(500);
    const known = await sql`SELECT t ~ ${datePattern} AS yes FROM unnest(${texts}::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n`;
    for (const [i, text] of texts.entries()) expect([text, known[i]?.yes]).toEqual([text, parseDate(text) !== null]);
    const zoned = accepted.filter((text) => /T.*Z$|[+-]\d\d:?\d\d$/.test(text.slice(10)));
    const cast =
      await sql`SELECT floor(extract(epoch FROM t::timestamptz) * 1000)::float8 AS ms FROM unnest(${zoned}::text[]) WITH ORDINALITY AS u(t, n) ORDER BY n`;
    for (const [i, text] of zoned.entries())
      expect([text, Math.abs(Number(cast[i]?.ms) - (parseDate(text) ?? 0)) <= (/^(0001|9999)/.test(text) ? 86_400_000 : 0)]).toEqual([
        text,
        true,
      ]);
  });

  test.each([
    ['2026-03-25', '2026-03-25T00:00:00.000Z'],
    ['2026-03-25T09:30', '2026-03-25T09:30:00.000Z'],
    ['2026-03-25 09:30:15.1239', '2026-03-25T09:30:15.123Z'],
    ['2026-03-25T09:30:00+05:45', '2026-03-25T03:45:00.000Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['0099-12-31T23:00-01:00', '0100-01-01T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(new Date(parseDate(text) ?? 0).toISOString()).toBe(iso);
  });

  test.each(['', 'P', 'PT', 'P1', '1D', 'P1DT', '-P-1D', 'P1.5D', 'P1S', 'P9999999D', '--P1D'])('%j is no duration', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test.each([
    ['2026-03-31T10:00:00.500Z', '-P1M', '2026-02-28T10:00:00.500Z'],
    ['2024-02-29T00:00:00.000Z', 'P1Y', '2025-02-28T00:00:00.000Z'],
    ['2026-01-31T00:00:00.000Z', 'P1M1D', '2026-03-01T00:00:00.000Z'],
    ['2026-06-15T12:00:00.000Z', '-P2W', '2026-06-01T12:00:00.000Z'],
    ['2026-06-15T12:00:00.000Z', 'PT36H30M15S', '2026-06-17T00:30:15.000Z'],
    ['2026-06-15T12:00:00.000Z', '-P9999Y', '0001-01-01T00:00:00.000Z'],
  ])('%s %s is %s, in PostgreSQL too', async (from, duration, to) => {
    expect(new Date(addDuration(new Date(from), duration)).toISOString()).toBe(to);
    if (duration.includes('9999')) return;
    const sign = duration.startsWith('-') ? -1 : 1;
    const [row] =
      await sql`SELECT ((${from}::timestamptz AT TIME ZONE 'UTC' + ${sign}::int * ${duration.replace(/^[+-]/, '')}::text::interval) AT TIME ZONE 'UTC')::timestamptz AS t`;
    expect((row as { t: Date }).t.toISOString()).toBe(to);
  });
});
