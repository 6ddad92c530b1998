import { createHash } from 'node:crypto';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CustomUploadInput } from '@/contracts/custom';
import { createCustom } from '@/server/custom/create-custom';
import { deleteCustom } from '@/server/custom/delete-custom';
import { explainCustom } from '@/server/custom/explain-custom';
import { refreshCustom } from '@/server/custom/refresh-custom';
import { uploadKeys } from '@/server/custom/upload-keys';
import { type Database, openDatabase } from '@/server/db/client';
import { type TestDatabase, testDatabase } from '@/test/db';
import { createContact, createContacts, createContext, unique, uuidOf } from '@/test/factory';

let own: TestDatabase;
let db: Database;
beforeAll(async () => {
  own = await testDatabase();
  db = openDatabase(own.url, { max: 4, name: 'test' });
});
afterAll(async () => {
  await db.$client.end();
  await own.drop();
});

const sha = (text: string) => createHash('sha256').update(text).digest('hex');
type Given = Partial<CustomUploadInput>;

async function setUp(type: 'file_upload' | 'customer_match' = 'file_upload', match = {}) {
  const ctx = await createContext(db);
  const made = await createCustom(ctx, type === 'file_upload' ? { type, name: 'Upload' } : { type, name: 'Match', match });
  const id = uuidOf('audience', made.id);
  const upload = (given: Given) => uploadKeys(ctx, { audienceId: id, mode: 'append', create_contacts: false, ...given });
  const members = async () => {
    const rows = await db.execute<{ id: string }>(
      sql`select contact_id as id from audience_members where audience_id = ${id}::uuid order by 1`,
    );
    return rows.map((row) => row.id);
  };
  return { ctx, id, upload, members };
}

/** Every text and JSON column of every table, searched for a text. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await db.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db.execute<{ n: number }>(
      sql`select count(*)::int as n from ${sql.identifier(name)} t where t::text ilike ${`%${text}%`}`,
    );
    if (row?.n) found.push(name);
  }
  return found;
}

test('emails are matched in their normal form; who arrives later is matched on refresh; nothing but hashes is kept of the rest', async () => {
  const { ctx, upload, members, id } = await setUp();
  const key = unique();
  const [ada] = await createContacts(ctx, [{ email: `ada-${key}@example.com` }, { email: `other-${key}@example.com` }]);
  const stranger = `stranger-${key}@example.com`;
  const result = await upload({ csv: `Email\n  ADA-${key}@Example.com \n${stranger.toUpperCase()}\nnot an address\n` });
  expect(result).toMatchObject({
    rows: 3,
    accepted: 2,
    rejected: 1,
    columns: [{ name: 'Email', becomes: 'email', by: 'header', hashed: 0 }],
    rejected_rows: [{ line: 4, code: 'invalid_email' }],
    match: { rows: 2, matched_rows: 1, contacts: 1, rate: 0.5, keys: [{ key: 'email', uploaded: 2, matched: 1, rate: 0.5 }] },
  });
  expect(JSON.stringify(result)).not.toContain('not an address');
  expect(await members()).toEqual([ada?.id]);
  expect(await tablesWith(`stranger-${key}`)).toEqual([]);

  const late = await createContact(ctx, { email: stranger });
  expect(await members()).toEqual([ada?.id]);
  expect((await refreshCustom(ctx, id)).contact_count).toBe(2);
  expect(await members()).toContain(late.id);
  expect(await explainCustom(ctx, { id, contactId: late.id })).toMatchObject({ member: true, summary: 'Matched by email.' });
});

test('hashes: of emails and phones, upper case, without a header, phones with and without their plus', async () => {
  const { ctx, upload, members } = await setUp();
  const key = unique();
  const phones = [0, 1].map((i) => `+4520${String(Math.floor(Math.random() * 1e5)).padStart(5, '0')}${i}`.slice(0, 11));
  const people = await createContacts(ctx, [
    { email: `h-${key}@example.com` },
    { phone: phones[0] as string, email: null },
    { phone: phones[1] as string, email: null },
  ]);
  const lines = [sha(`h-${key}@example.com`).toUpperCase(), sha(phones[0] as string), sha((phones[1] as string).slice(1)), sha('nobody')];
  const result = await upload({ csv: lines.join('\n') });
  expect(result).toMatchObject({
    has_header: false,
    rows: 4,
    accepted: 4,
    columns: [{ name: 'Column 1', becomes: 'email', by: 'cells', hashed: 4 }],
    match: { contacts: 3, matched_rows: 3 },
  });
  expect(new Set(await members())).toEqual(new Set(people.map((p) => p.id)));
});

test('rows are refused by line and reason: other hashes, ragged rows, duplicates', async () => {
  const { upload } = await setUp();
  const md5 = createHash('md5').update('x').digest('hex');
  const result = await upload({ csv: `email,note\n${md5},\na@example.com,x\nA@EXAMPLE.com,\n"b@example.com"\n${sha('x').slice(1)},\n,\n` });
  expect(result.rejected_rows.map((r) => [r.line, r.code])).toEqual([
    [2, 'invalid_hash'],
    [4, 'duplicate_in_file'],
    [5, 'ragged_row'],
    [6, 'invalid_hash'],
    [7, 'no_key'],
  ]);
  expect(result.accepted + result.rejected).toBe(result.rows);
  await expect(upload({ csv: 'colour\nred\n' })).rejects.toThrow(/No column holds emails/);
  await expect(upload({ csv: 'a\nb@example.com', columns: { nope: 'email' } })).rejects.toThrow(/no column “nope”/);
});

test('customer match: any key of a row is enough, rates by key, a name that several have names nobody', async () => {
  const { ctx, upload, members, id } = await setUp('customer_match', { external_id: 'metadata.crm.id' });
  const key = unique();
  const people = await createContacts(ctx, [
    { email: `m1-${key}@example.com` },
    { name: `Zoë  O’Neil ${key}`, country: 'IE' },
    { metadata: { crm: { id: 77 } } },
    { name: `Twin ${key}`, country: 'DK' },
    { name: `Twin ${key}`, country: 'DK' },
    { name: `Zoë O’Neil ${key}`, country: 'FR' },
  ]);
  const csv = [
    'mail;First name;Last name;Country;customer_id',
    `m1-${key}@example.com;Somebody;Else;SE;none-1`,
    `unknown-${key}@example.com;zoë;o'neil ${key};ie;none-2`,
    ';;;;77',
    `;Twin;${key};DK;`,
    ';Onlyname;;;',
  ].join('\n');
  const result = await upload({ csv });
  expect(result.rejected_rows).toEqual([{ line: 6, code: 'no_key', reason: 'a name alone identifies nobody: it needs a country' }]);
  expect(await members()).toEqual(people.slice(0, 3).map((p) => p.id));
  expect(result.match).toMatchObject({ rows: 4, matched_rows: 3, contacts: 3, ambiguous: 1 });
  expect(Object.fromEntries(result.match.keys.map((k) => [k.key, [k.uploaded, k.matched]]))).toEqual({
    email: [2, 1],
    name_country: [3, 1],
    external_id: [3, 1],
  });
  expect((await explainCustom(ctx, { id, contactId: people[2]?.id ?? '' })).summary).toBe('Matched by external id.');
  expect((await explainCustom(ctx, { id, contactId: people[3]?.id ?? '' })).summary).toMatch(/others have too/);
  const again = await upload({ rows: [{ email: `m1-${key}@example.com` }], mode: 'replace' });
  expect(again.match).toMatchObject({ rows: 1, contacts: 1 });
  expect(await members()).toEqual([people[0]?.id]);
});

test('create_contacts makes contacts of what is readable; the hashes go with the audience', async () => {
  const { ctx, upload, id } = await setUp();
  const key = unique();
  const result = await upload({ csv: `email\nnew-${key}@example.com\n${sha('nobody')}\n`, create_contacts: true });
  expect(result).toMatchObject({ created_contacts: 1, match: { contacts: 1, rows: 2 } });
  await deleteCustom(ctx, id);
  const [left] = await db.execute<{ n: number }>(sql`select count(*)::int as n from audience_keys where audience_id = ${id}::uuid`);
  expect(left?.n).toBe(0);
});

test('members are only written when they change, so that nobody leaves and enters again', async () => {
  const { ctx, upload, id } = await setUp();
  const key = unique();
  await createContact(ctx, { email: `s-${key}@example.com` });
  await upload({ csv: `email\ns-${key}@example.com` });
  const log = async () =>
    (
      await db.execute<{ n: number }>(
        sql`select count(*)::int as n from contact_changes where org_id = ${ctx.orgId} and cause = ${`custom:${id}`}`,
      )
    )[0]?.n;
  expect(await log()).toBe(1);
  await refreshCustom(ctx, id);
  await upload({ csv: `email\ns-${key}@example.com` });
  expect(await log()).toBe(1);
});

test('20,000 rows among 20,000 contacts are matched in seconds', async () => {
  const { ctx, upload } = await setUp();
  const key = unique();
  await createContacts(ctx, 20_000);
  const [some] = await createContacts(ctx, [{ email: `needle-${key}@example.com` }]);
  const started = performance.now();
  const lines = Array.from({ length: 20_000 }, (_, i) => `x${i}-${key}@example.com`);
  const result = await upload({ csv: ['email', ...lines, some?.email].join('\n') });
  expect(result.match.contacts).toBe(1);
  expect(performance.now() - started).toBeLessThan(20_000);
});
