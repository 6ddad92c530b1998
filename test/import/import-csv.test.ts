import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importCsv } from '@/server/audiences/import-csv';
import type { Ctx } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { auditLog } from '@/server/db/schema/platform';
import { audienceMembers, contacts, imports, suppressions } from '@/server/db/schema/contacts';
import { type TestDatabase, testDatabase } from '../db';
import { createAudience, createContact, createContacts, createContext, uuidOf } from '../factory';

let test: TestDatabase;
let db: Database;
let ctx: Ctx;
beforeAll(async () => {
  test = await testDatabase();
  db = openDatabase(test.url);
});
afterAll(async () => {
  await db.$client.end();
  await test.drop();
});

const people = (c: Ctx) => db.select().from(contacts).where(eq(contacts.orgId, c.orgId)).orderBy(contacts.email);
const membersOf = async (id: string) => (await db.select().from(audienceMembers).where(eq(audienceMembers.audienceId, id))).map((m) => m.contactId);

describe('importCsv', () => {
  it('creates, updates, leaves and refuses, and the counts add up', async () => {
    ctx = await createContext(db);
    const [known, same] = await createContacts(ctx, [
      { email: 'known@example.com', name: 'Old', metadata: { city: 'Bonn', age: 7 }, tags: ['vip'] },
      { email: 'same@example.com', name: 'Same', metadata: { city: 'Rome' } },
    ]);
    const audience = await createAudience(ctx);
    const csv = '\ufeffEmail; Name ;city\r\nnew@example.com;New;Paris\r\nKNOWN@example.com;;"Köln\nam Rhein"\r\nsame@example.com;Same;Rome\r\nbad;X;Y\r\nnew@example.com;Twice;\r\nshort@example.com;S\r\n';
    const result = await importCsv(ctx, { audienceId: audience.id, csv });
    expect(result).toMatchObject({ rows: 6, created: 1, updated: 1, unchanged: 1, added_to_audience: 3, header: ['Email', 'Name', 'city'] });
    expect(result.rejected.map((r) => [r.line, r.code])).toEqual([
      [6, 'invalid_email'],
      [7, 'duplicate_in_file'],
      [8, 'ragged_row'],
    ]);
    const rows = await people(ctx);
    expect(rows.map((r) => [r.email, r.name, r.metadata, r.tags])).toEqual([
      ['known@example.com', 'Old', { city: 'Köln\nam Rhein', age: 7 }, ['vip']],
      ['new@example.com', 'New', { city: 'Paris' }, []],
      ['same@example.com', 'Same', { city: 'Rome' }, []],
    ]);
    expect(rows[0]?.updatedAt.getTime()).toBeGreaterThan(known?.updatedAt.getTime() ?? 0);
    expect(rows[2]?.updatedAt).toEqual(same?.updatedAt);
    expect((await membersOf(audience.id)).sort()).toEqual(rows.map((r) => r.id).sort());
    const [log] = await db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId));
    expect(log).toMatchObject({ action: 'audience.csv_imported', target: result.audience_id, data: { rows: 6, created: 1, rejected: 3 } });
    expect(await db.select().from(imports).where(eq(imports.id, uuidOf('import', result.import_id)))).toHaveLength(1);
  });
});
void createContact; void suppressions; void sql;
