import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { limits } from '@/contracts/limits';
import { getImport } from '@/server/audiences/get-import';
import { importCsv } from '@/server/audiences/import-csv';
import { listImports } from '@/server/audiences/list-imports';
import { suppressions } from '@/server/db/schema/contacts';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { audits, everythingOf, memberIds, openTestDatabase, people } from './setup';

const test = openTestDatabase();
const newContext = () => createContext(test.db);

describe('importCsv', () => {
  it('creates, updates, leaves and refuses, and the counts add up', async () => {
    const ctx = await newContext();
    const [known, same] = await createContacts(ctx, [
      { email: 'known@example.com', name: 'Old', metadata: { city: 'Bonn', age: 7 }, tags: ['vip'] },
      { email: 'same@example.com', name: 'Same', metadata: { city: 'Rome' } },
    ]);
    const audience = await createAudience(ctx);
    const csv =
      '\ufeffEmail; Name ;city\r\nnew@example.com;New;Paris\r\n\u00a0KNOWN@example.com\u00a0;;"Köln\nam Rhein"\r\nsame@example.com;Same;Rome\r\n' +
      'bad;X;Y\r\nnew@example.com;Twice;\r\nshort@example.com;S\r\n';
    const result = await importCsv(ctx, { audienceId: audience.id, csv });
    expect(result).toMatchObject({
      rows: 6,
      created: 1,
      updated: 1,
      unchanged: 1,
      added_to_audience: 3,
      header: ['Email', 'Name', 'city'],
    });
    expect(result.rejected.map((r) => [r.line, r.code, r.cells[0]])).toEqual([
      [6, 'invalid_email', 'bad'],
      [7, 'duplicate_in_file', 'new@example.com'],
      [8, 'ragged_row', 'short@example.com'],
    ]);
    const rows = await people(ctx);
    expect(rows.map((r) => [r.email, r.name, r.metadata, r.tags])).toEqual([
      ['known@example.com', 'Old', { city: 'Köln\nam Rhein', age: 7 }, ['vip']],
      ['new@example.com', 'New', { city: 'Paris' }, []],
      ['same@example.com', 'Same', { city: 'Rome' }, []],
    ]);
    expect(rows[0]?.updatedAt.getTime()).toBeGreaterThan(known?.updatedAt.getTime() ?? 0);
    expect(rows[2]?.updatedAt).toEqual(same?.updatedAt);
    expect(await memberIds(ctx, audience.id)).toEqual(rows.map((r) => r.id).sort());
    const [log, ...more] = await audits(ctx);
    expect(more).toEqual([]);
    const data = { import_id: result.import_id, rows: 6, created: 1, updated: 1, unchanged: 1, rejected: 3, added_to_audience: 3 };
    expect(log).toMatchObject({ action: 'audience.csv_imported', target: result.audience_id, data });
    expect(await getImport(ctx, uuidOf('import', result.import_id))).toEqual(result);
    const list = await listImports(ctx, { audienceId: audience.id, limit: 10 });
    expect(list.data).toMatchObject([{ ...data, audience_id: result.audience_id }]);
  });

  it('changes nothing when the same file comes again, in this audience or another', async () => {
    const ctx = await newContext();
    const first = await createAudience(ctx);
    const csv = 'email,phone,name,city\na@example.com,+14155550101,A,Oslo\n,+14155550102,B,\nc@example.com,,,"x, y"\n';
    await importCsv(ctx, { audienceId: first.id, csv });
    const before = await people(ctx);
    expect(await importCsv(ctx, { audienceId: first.id, csv })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3,
      added_to_audience: 0,
    });
    const second = await createAudience(ctx);
    expect(await importCsv(ctx, { audienceId: second.id, csv })).toMatchObject({
      created: 0,
      updated: 0,
      unchanged: 3,
      added_to_audience: 3,
    });
    expect(await people(ctx)).toEqual(before);
  });

  it('finds a person by email, else by phone, and never rewrites an identity', async () => {
    const ctx = await newContext();
    await createContacts(ctx, [
      { email: 'e1@example.com', phone: '+14155550101', name: 'One' },
      { email: 'e2@example.com', phone: '+14155550102', name: 'Two' },
      { email: null, phone: '+14155550103', name: 'Three' },
      { email: 'e4@example.com', name: 'Four' },
      { email: 'e5@example.com', phone: '+14155550105', name: 'Five' },
    ]);
    const audience = await createAudience(ctx);
    const csv = `email,phone,name
e1@example.com,+14155550102,two people
new@example.com,+14155550101,phone of One
e3@example.com,+1 (415) 555-0103,Three gets an email
e4@example.com,+14155550104,Four gets a phone
,+14155550102,Two by phone
e5@example.com,,Five by email
,+14155550105,Five by phone
`;
    const result = await importCsv(ctx, { audienceId: audience.id, csv });
    expect(result).toMatchObject({ created: 0, updated: 3, unchanged: 0 });
    expect(result.rejected.map((r) => [r.line, r.code])).toEqual([
      [2, 'conflict'],
      [3, 'conflict'],
      [6, 'duplicate_in_file'], // line 2 has that phone, though it was refused
      [8, 'duplicate_in_file'], // the same contact as line 7, by its other address
    ]);
    expect((await people(ctx)).map((p) => [p.email, p.phone, p.name])).toEqual([
      ['e1@example.com', '+14155550101', 'One'],
      ['e2@example.com', '+14155550102', 'Two'],
      ['e3@example.com', '+14155550103', 'Three gets an email'],
      ['e4@example.com', '+14155550104', 'Four gets a phone'],
      ['e5@example.com', '+14155550105', 'Five by email'],
    ]);
    expect(await memberIds(ctx, audience.id)).toHaveLength(3);
  });

  it('maps columns as the owner says, and unites tags', async () => {
    const ctx = await newContext();
    await createContacts(ctx, [{ email: 'a@example.com', tags: ['old', 'vip'] }]);
    const audience = await createAudience(ctx);
    const csv = 'E-Mail;Land;Zone;Labels;Notes;Plan\na@example.com;de;europe/berlin;vip, new|x;secret;Pro\n';
    const mapping = {
      'E-Mail': 'email',
      Land: 'country',
      Zone: 'timezone',
      Labels: 'tags',
      Notes: 'skip',
      Plan: { metadata: 'tier' },
    } as const;
    await importCsv(ctx, { audienceId: audience.id, csv, mapping });
    const [row] = await people(ctx);
    expect(row).toMatchObject({ country: 'DE', timezone: 'Europe/Berlin', tags: ['old', 'vip', 'new', 'x'], metadata: { tier: 'Pro' } });
  });

  it('refuses 10,001 rows before anything is written, and takes 10,000', { timeout: 60_000 }, async () => {
    const ctx = await newContext();
    const audience = await createAudience(ctx);
    const rows = Array.from({ length: limits.importRows + 1 }, (_, i) => `p${i}@example.com`);
    const before = await everythingOf(ctx);
    const refused = importCsv(ctx, { audienceId: audience.id, csv: ['email', ...rows].join('\n') });
    await expect(refused).rejects.toMatchObject({
      code: 'import_too_large',
      message: expect.stringContaining('Split the file into 2 parts'),
    });
    expect(await everythingOf(ctx)).toBe(before);
    const result = await importCsv(ctx, { audienceId: audience.id, csv: ['email', ...rows.slice(1)].join('\n') });
    expect(result).toMatchObject({ rows: 10_000, created: 10_000, added_to_audience: 10_000, rejected: [] });
  });

  it('leaves suppressions as they are', async () => {
    const ctx = await newContext();
    await test.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: 'gone@example.com', reason: 'unsubscribe' });
    const audience = await createAudience(ctx);
    const before = await test.db.select().from(suppressions).where(eq(suppressions.orgId, ctx.orgId));
    await importCsv(ctx, { audienceId: audience.id, csv: 'email,status\ngone@example.com,subscribed\n' });
    expect(await test.db.select().from(suppressions).where(eq(suppressions.orgId, ctx.orgId))).toEqual(before);
  });

  it("does not see another organization's audience, and matches nobody of it", async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    await createContacts(other, [{ email: 'shared@example.com', name: 'Theirs' }]);
    const theirs = await createAudience(other);
    const before = await everythingOf(other);
    const csv = 'email,name\nshared@example.com,Mine\n';
    await expect(importCsv(ctx, { audienceId: theirs.id, csv })).rejects.toMatchObject({ code: 'not_found' });
    await importCsv(ctx, { audienceId: (await createAudience(ctx)).id, csv });
    expect((await people(ctx)).map((p) => p.name)).toEqual(['Mine']);
    expect(await everythingOf(other)).toBe(before);
    await expect(listImports(ctx, { audienceId: theirs.id, limit: 5 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('imports into lists only', async () => {
    const ctx = await newContext();
    const segment = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter: { datatype: 'contact', where: {} } });
    await expect(importCsv(ctx, { audienceId: segment.id, csv: 'email\na@example.com' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('leaves nothing behind when it fails half-way', async () => {
    const ctx = await newContext();
    const audience = await createAudience(ctx, 3);
    const before = await everythingOf(ctx);
    await test.db.execute(sql`create function fail_now() returns trigger language plpgsql as $$ begin raise exception 'stopped'; end $$`);
    for (const table of ['audience_members', 'imports', 'audit_log']) {
      await test.db.execute(
        sql`create trigger fail_now before insert on ${sql.identifier(table)} for each row execute function fail_now()`,
      );
      await expect(importCsv(ctx, { audienceId: audience.id, csv: 'email\nx@example.com\ny@example.com' })).rejects.toThrow();
      await test.db.execute(sql`drop trigger fail_now on ${sql.identifier(table)}`);
      expect(await everythingOf(ctx)).toBe(before);
    }
  });
});
