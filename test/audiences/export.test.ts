import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { plainCell } from '@/contracts/csv-cell';
import { parseCsvText } from '@/contracts/csv-text';
import { exportAudience } from '@/server/audiences/export-audience';
import { importCsv } from '@/server/audiences/import-csv';
import type { Ctx } from '@/server/context';
import { contacts, suppressions } from '@/server/db/schema/contacts';
import { createAudience, createContacts, createContext, unique } from '../factory';
import { audits, openTestDatabase, people } from '../import/setup';

const held = openTestDatabase();
const read = async (ctx: Ctx, id: string) => {
  let text = '';
  for await (const part of exportAudience(ctx, id)) text += part;
  return text;
};
const table = (csv: string) => {
  const { header, records } = parseCsvText(csv);
  return records.map(({ cells }) => Object.fromEntries(header.map((name, i) => [name, cells[i] ?? ''])));
};

/** People whose values are hard to keep: types, quotes, separators, formulas, keys that no header can hold. */
const difficult = () => [
  {
    name: '=HYPERLINK("https://evil.example","x")',
    email: `+1-${unique()}@example.com`,
    country: 'FR',
    timezone: 'Europe/Paris',
    language: 'fr-CA',
    tags: ['vip', '=1+1'],
    metadata: { plan: 'pro', age: 41, score: -1.5e-7, zip: '01234', looks: '41', on: true, nothing: null, empty: '', list: [1, 'a,b'] },
  },
  { name: 'Ann, "the" one', phone: '+14155550123', email: null, tags: ['a,b', 'c'], metadata: { plan: '@cmd', City: 'A', city: 'B' } },
  { name: ' spaces\nand lines ', tags: ['[x'], metadata: { ' outer ': 1, '*': 2, text: ' x ', deep: { a: [{ b: null }] } } },
];

test('everybody of the audience, and importing the file again changes nothing', async () => {
  const ctx = await createContext(held.db);
  const list = await createAudience(ctx, await createContacts(ctx, difficult()), { name: 'Difficult' });
  await createContacts(ctx, 3);
  const [first] = await people(ctx);
  const email = first?.email ?? '';
  await held.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: email, reason: 'bounce' });
  await held.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'sms', address: '+14155550123', reason: 'stop' });
  const csv = await read(ctx, list.id);
  const rows = table(csv);
  expect(rows).toHaveLength(3);
  expect(rows.find((row) => plainCell(row.email ?? '') === email)?.email_suppressed).toBe('bounce');
  expect(rows.find((row) => row.phone === "'+14155550123")).toMatchObject({ sms_suppressed: 'stop', email_suppressed: '', language: '' });
  expect(rows[0]).toMatchObject({ name: `'=HYPERLINK("https://evil.example","x")`, 'metadata.age': '41', 'metadata.looks': '"41"' });
  for (const row of rows) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^\s*[=+@]|^\s*-(?![\d.,]+$)/);
  expect((await audits(ctx)).find((row) => row.action === 'audience.exported')?.data).toEqual({ name: 'Difficult', contacts: 3 });

  const before = (await people(ctx)).map(({ updatedAt: _, ...c }) => c);
  const again = await importCsv(ctx, { audienceId: list.id, csv });
  expect(again).toMatchObject({ rows: 3, created: 0, updated: 1, unchanged: 2, rejected: [] }); // a name loses its outer spaces
  const trimmed = before.map((c) => ({ ...c, name: c.name?.trim() }));
  expect((await people(ctx)).map(({ updatedAt: _, ...c }) => c)).toEqual(trimmed);

  const other = await createContext(held.db);
  const target = await createAudience(other);
  expect(await importCsv(other, { audienceId: target.id, csv })).toMatchObject({ created: 3, rejected: [] });
  const same = (c: typeof contacts.$inferSelect) => [c.email, c.phone, c.name, c.country, c.timezone, c.language, c.tags, c.metadata];
  const theirs = (await people(other)).map(same);
  const members = new Set(list.contactIds);
  expect(theirs).toEqual(trimmed.filter((c) => members.has(c.id)).map((c) => same(c as typeof contacts.$inferSelect)));
  expect(theirs).toHaveLength(3);
});

test('segments and what is nested in them, in parts, as of one moment', async () => {
  const ctx = await createContext(held.db);
  const made = await createContacts(
    ctx,
    Array.from({ length: 1_203 }, (_, i) => ({ country: i % 2 ? 'DE' : 'US', metadata: { n: i } })),
  );
  const filter = { datatype: 'contact', where: { country: 'US' } };
  const segment = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter });
  const parts = exportAudience(ctx, segment.id);
  let text = (await parts.next()).value as string;
  text += (await parts.next()).value;
  await held.db.delete(contacts).where(sql`id = ${made.at(-1)?.id}`);
  await createContacts(ctx, [{ country: 'US' }]);
  for await (const part of parts) text += part;
  const rows = table(text);
  expect(rows).toHaveLength(602);
  expect(new Set(rows.map((row) => row.email)).size).toBe(602);
  expect(rows.map((row) => Number(row['metadata.n'])).sort((a, b) => a - b)).toEqual(Array.from({ length: 602 }, (_, i) => i * 2));
});

test('many keys have one column together', async () => {
  const ctx = await createContext(held.db);
  const metadata = Object.fromEntries(Array.from({ length: 180 }, (_, i) => [`k${i}`, i]));
  const list = await createAudience(ctx, await createContacts(ctx, [{ metadata }, { metadata: { k1: 'x' } }]));
  const csv = await read(ctx, list.id);
  const [row] = table(csv);
  expect(Object.keys(row ?? {})).toHaveLength(160);
  expect(Object.keys(JSON.parse(row?.['metadata.*'] ?? ''))).toHaveLength(30);
  expect(await importCsv(ctx, { audienceId: list.id, csv })).toMatchObject({ unchanged: 2, rejected: [] });
});

test('a reader that stops frees its connection; a fourth at once is told to wait; an unknown audience is not found', async () => {
  const ctx = await createContext(held.db);
  const list = await createAudience(ctx, 600);
  const readers = Array.from({ length: 3 }, () => exportAudience(ctx, list.id));
  for (const reader of readers) await reader.next();
  await expect(exportAudience(ctx, list.id).next()).rejects.toMatchObject({ code: 'rate_limited', retryAfter: 10 });
  for (const reader of readers) await reader.return(undefined);
  const [open] = await held.db.execute<{ n: number }>(
    sql`select count(*)::int as n from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'`,
  );
  expect(open?.n).toBe(0);
  expect(table(await read(ctx, list.id))).toHaveLength(600);
  const other = await createContext(held.db);
  await expect(read(other, list.id)).rejects.toMatchObject({ code: 'not_found' });
  expect(await audits(other)).toEqual([]);
});
