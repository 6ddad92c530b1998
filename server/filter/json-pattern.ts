import { type SQL, sql } from 'drizzle-orm';
import type { Test } from '@/filter/ast';
import { bracket } from './json-scan';
import { firstCharacters, postgresPattern } from './regex';
import { text } from './values';

/**
 * A pattern against a top-level key of an object. Most contacts are refused by their value as text alone, of any type: by its first
 * character where the pattern is tied to the start (75 ns a contact), else by the pattern (160 ns), and only the others by type. A list
 * is written with a bracket.
 */
export function testPattern(test: Test & { op: 'regex' }, root: SQL, key: string): SQL {
  const pattern = postgresPattern(test.pattern, test.options);
  const first = firstCharacters(test.pattern, test.options);
  const value = sql`${root} ->> ${text(key)}`;
  const leaf = sql`(${root} -> ${text(key)})`;
  const found = sql`${value} ~ ${text(pattern)}`;
  const maybe = first
    ? sql`ascii(${value}) IN (${sql.join([bracket, ...first.map((cp) => sql.raw(String(cp)))], sql`, `)})`
    : sql`${value} ~ ${text(`(?:^\\[|${pattern})`)}`;
  const surely = first ? found : sql`(ascii(${value}) <> ${bracket} OR ${found})`;
  const inList = sql`EXISTS (SELECT 1 FROM jsonb_array_elements(${leaf}) AS one(value)
    WHERE CASE WHEN jsonb_typeof(one.value) = 'string' THEN (one.value #>> '{}') ~ ${text(pattern)} END)`;
  return sql`(${maybe} AND CASE jsonb_typeof(${leaf}) WHEN 'string' THEN ${surely} WHEN 'array' THEN ${inList} END)`;
}
