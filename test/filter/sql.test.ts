import { type SQL, sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Where } from '@/filter/ast';
import { type Document, matches } from '@/filter/match';
import { parseWhere } from '@/filter/parse';
import { type Database, openDatabase } from '@/server/db/client';
import { compileWhere } from '@/server/filter/compile';
import { type TestDatabase, testDatabase } from '../db';
import { createOrganization } from '../factory';
import { cases, contact, now, seed, whereJson } from './arbitraries';
import { mingoDiffers, mingoDocument, mingoMatcher } from './mingo';

const contacts = 300;
const filters = Math.ceil(cases / 8);
const batch = 20;

let testDb: TestDatabase;
let db: Database;
let orgId: string;
let docs: Document[];

beforeAll(async () => {
  testDb = await testDatabase();
  db = openDatabase(testDb.url, { max: 1 });
  orgId = (await createOrganization(db)).id;
  // Random contacts share addresses, which the language does not care about.
  // A column ordered by a language's rules, so that a comparison that forgets to ask for code points is caught.
  await db.execute(
    sql`ALTER TABLE contacts ALTER COLUMN name TYPE text COLLATE "en-x-icu", ALTER COLUMN country TYPE text COLLATE "en-x-icu"`,
  );
  await db.execute(sql`ALTER TABLE contacts DROP CONSTRAINT contacts_org_email, DROP CONSTRAINT contacts_org_phone, ADD COLUMN place int`);
  docs = fc.sample(contact, { numRuns: contacts, seed });
  for (const [n, doc] of docs.entries()) {
    await db.execute(sql`
      INSERT INTO contacts (org_id, email, name, country, timezone, tags, created_at, last_email_opened_at, metadata, place)
      VALUES (${orgId}, ${doc.email}, ${doc.name}, ${doc.country}, ${doc.timezone}, ARRAY(SELECT jsonb_array_elements_text(${JSON.stringify(doc.tags)}::jsonb)),
        ${doc.createdAt}, ${doc.lastEmailOpenedAt}, ${JSON.stringify(doc.metadata)}::jsonb, ${n})`);
  }
  const rows = await db.execute<{ id: string; place: number }>(sql`SELECT id, place FROM contacts ORDER BY id`);
  docs = rows.map(({ id, place }) => ({ ...(docs[place] as Document), id: encodeId('contact', id) }));
});

afterAll(async () => {
  await db?.$client.end();
  await testDb?.drop();
});

/** For each predicate, the contacts it selects (by their place in `docs`). */
async function selected(predicates: SQL[]): Promise<Set<number>[]> {
  const columns = predicates.map((predicate, i) => sql`array_agg(n) FILTER (WHERE ${predicate}) AS ${sql.raw(`p${i}`)}`);
  const [row] = await db.execute<Record<string, number[] | null>>(
    sql`SELECT ${sql.join(columns, sql`, `)} FROM (SELECT *, row_number() OVER (ORDER BY id)::int - 1 AS n FROM contacts WHERE org_id = ${orgId}) AS c`,
  );
  return predicates.map((_, i) => new Set(row?.[`p${i}`] ?? []));
}

describe(`SQL, in memory and mingo select the same contacts (${filters} filters x ${contacts} contacts, FILTER_SEED=${seed})`, () => {
  test('for random filters', { timeout: 900_000 }, async () => {
    const samples = fc.sample(whereJson, { numRuns: filters, seed: seed + 1 });
    const plain = docs.map(mingoDocument);
    let askedMingo = 0;
    for (let i = 0; i < samples.length; i += batch) {
      const part = samples.slice(i, i + batch).map((json) => ({ json, where: parsed(json) }));
      const found = await selected(part.map(({ where }) => compileWhere(where, { now })));
      for (const [k, { json, where }] of part.entries()) {
        const mingo = mingoMatcher(where);
        for (const [n, doc] of docs.entries()) {
          const ours = matches(where, doc, { now });
          if (found[k]?.has(n) !== ours)
            throw new Error(`in memory ${ours}, SQL ${!ours}: ${JSON.stringify(json)} on ${JSON.stringify(doc)}`);
          if (n % 10 !== i % 10 || mingoDiffers(where, doc)) continue;
          askedMingo++;
          if (mingo(plain[n] as Document) !== ours)
            throw new Error(`ours ${ours}, mingo ${!ours}: ${JSON.stringify(json)} on ${JSON.stringify(doc)}`);
        }
      }
    }
    expect(askedMingo).toBeGreaterThan(filters * 15);
  });

  test('and |p| + |not p| = |all|, in the form for a scan as in the form for an index', { timeout: 300_000 }, async () => {
    const samples = fc.sample(whereJson, { numRuns: Math.ceil(filters / 10), seed: seed + 2 }).map(parsed);
    for (let i = 0; i < samples.length; i += batch) {
      const part = samples.slice(i, i + batch);
      const found = await selected(
        part.flatMap((where) => [
          compileWhere(where, { now }),
          compileWhere(where, { now, scan: true }),
          compileWhere({ members: [{ kind: 'nor', arms: [where] }] }, { now }),
        ]),
      );
      for (const k of part.keys()) {
        const [index, scan, not] = found.slice(3 * k) as [Set<number>, Set<number>, Set<number>];
        expect(index.size + not.size).toBe(contacts);
        expect(scan).toEqual(index);
      }
    }
  });
});

function parsed(json: unknown): Where {
  const result = parseWhere(json);
  if (!result.ok) throw new Error(`${JSON.stringify(result.issues)}: ${JSON.stringify(json)}`);
  return result.ast;
}
