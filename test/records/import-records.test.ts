import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { RecordImportResult } from '@/contracts/segment';
import { importRecords } from '@/server/records/import-records';
import { listRecords } from '@/server/records/list-records';
import { estimateReach } from '@/server/segments/estimate-reach';
import { createContacts, createContext, unique } from '../factory';
import { openTestDatabase } from '../sends/setup';

const held = openTestDatabase();

async function people() {
  const ctx = await createContext(held.db);
  const key = unique();
  const emails = ['ann', 'bob', 'cid'].map((name) => `${name}-${key}@example.com`) as [string, string, string];
  await createContacts(
    ctx,
    emails.map((email) => ({ email })),
  );
  return { ctx, emails };
}

const counts = ({ rows, created, updated, unchanged, rejected }: RecordImportResult) => [
  rows,
  created,
  updated,
  unchanged,
  rejected.length,
];
const all = async (ctx: Awaited<ReturnType<typeof people>>['ctx'], datatype: string) =>
  (await listRecords(ctx, { datatype, limit: 100 })).data;

describe('importing records from a CSV', () => {
  it('creates, replaces and links them, and reads numbers and booleans column by column', async () => {
    const { ctx, emails } = await people();
    const csv = `key,emails,total,paid,sku,zip\no1,"${emails[0]}; ${emails[1].toUpperCase()}",10.5,true,7,01234\no2,${emails[2]},-3,false,A9,99\no3,,,,,`;
    const made = await importRecords(ctx, { datatype: 'order', csv });
    expect(counts(made)).toEqual([3, 3, 0, 0, 0]);
    const [one, two, three] = await all(ctx, 'order');
    expect(one?.data).toEqual({ total: 10.5, paid: true, sku: '7', zip: '01234' });
    expect(two?.data).toEqual({ total: -3, paid: false, sku: 'A9', zip: '99' });
    expect(three?.data).toEqual({});
    expect([one?.contact_ids.length, two?.contact_ids.length, three?.contact_ids.length]).toEqual([2, 1, 0]);
    const reach = await estimateReach(ctx, { filter: { datatype: 'order', where: { total: { $gt: 10 }, paid: true } } });
    expect(reach.count).toBe(2);

    expect(counts(await importRecords(ctx, { datatype: 'order', csv }))).toEqual([3, 0, 0, 3, 0]);
    const changed = await importRecords(ctx, { datatype: 'order', csv: `key,email,total\no1,,10.5\no2,${emails[0]},-3\no4,,1` });
    expect(counts(changed)).toEqual([3, 1, 2, 0, 0]);
    const after = await all(ctx, 'order');
    expect(after.map((record) => record.contact_ids.length)).toEqual([2, 1, 0, 0]); // an empty cell keeps the links
    expect(after[1]?.contact_ids[0]).toBe((after[0]?.contact_ids ?? []).find((id) => id === after[1]?.contact_ids[0]));
    expect(after[0]?.data).toEqual({ total: 10.5 });
  });

  it('keeps a column as text when asked', async () => {
    const { ctx } = await people();
    await importRecords(ctx, { datatype: 'item', csv: 'key,sku,n\na,12,12', text: ['sku'] });
    expect((await all(ctx, 'item'))[0]?.data).toEqual({ sku: '12', n: 12 });
    await expect(importRecords(ctx, { datatype: 'item', csv: 'key,n\na,12', text: ['other'] })).rejects.toMatchObject({
      issues: [{ path: ['text', 0], code: 'unknown_column' }],
    });
  });

  it('refuses a row with its line and reason, and no other', async () => {
    const { ctx, emails } = await people();
    const csv = `key,email,n\nok,${emails[0]},1\n,${emails[0]},2\nx\nbad,not-an-address,3\nwho,nobody@example.com,4\nok,${emails[1]},5\n${'k'.repeat(201)},,6\nlast,,7`;
    const result = await importRecords(ctx, { datatype: 'order', csv });
    expect(counts(result)).toEqual([8, 2, 0, 0, 6]);
    expect(result.rejected.map(({ line, code }) => [line, code])).toEqual([
      [3, 'no_key'],
      [4, 'ragged_row'],
      [5, 'invalid_email'],
      [6, 'unknown_contact'],
      [7, 'duplicate_in_file'],
      [8, 'no_key'],
    ]);
    expect(result.rejected[3]?.reason).toContain('nobody@example.com');
    expect((await all(ctx, 'order')).map((record) => record.key)).toEqual(['last', 'ok']);
  });

  it.each([
    ['email,n\na@example.com,1', 'no_key_column'],
    ['key,Email,emails\na,,', 'duplicate_column'],
    ['key,__proto__\na,1', 'invalid_column'],
    ['key,\na,1', 'nameless_column'],
    ['', 'empty_file'],
  ])('refuses the whole file %j', async (csv, code) => {
    const { ctx } = await people();
    await expect(importRecords(ctx, { datatype: 'order', csv })).rejects.toMatchObject({ issues: [{ code }] });
  });

  it('refuses too many rows and a type that cannot be; 10,000 rows are quick', async () => {
    const { ctx, emails } = await people();
    const rows = (n: number) => `key,email,n\n${Array.from({ length: n }, (_, i) => `k${i},${emails[i % 3]},${i}`).join('\n')}`;
    await expect(importRecords(ctx, { datatype: 'order', csv: rows(10_001) })).rejects.toMatchObject({ code: 'import_too_large' });
    await expect(importRecords(ctx, { datatype: 'contact', csv: rows(1) })).rejects.toMatchObject({
      issues: [{ code: 'invalid_datatype' }],
    });
    expect(counts(await importRecords(ctx, { datatype: 'order', csv: rows(10_000) }))).toEqual([10_000, 10_000, 0, 0, 0]);
    const [links] = await held.db.execute<{ n: number }>(sql`select count(*)::int as n from record_contacts where org_id = ${ctx.orgId}`);
    expect(links?.n).toBe(10_000);
    const [entry] = await held.db.execute<{ data: { created: number } }>(
      sql`select data from audit_log where org_id = ${ctx.orgId} and action = 'record.csv_imported'`,
    );
    expect(entry?.data).toMatchObject({ rows: 10_000, created: 10_000 });
  });

  it('links no contact of another organization', async () => {
    const [mine, theirs] = [await people(), await people()];
    const result = await importRecords(mine.ctx, { datatype: 'order', csv: `key,email\na,${theirs.emails[0]}` });
    expect(counts(result)).toEqual([1, 0, 0, 0, 1]);
  });
});
