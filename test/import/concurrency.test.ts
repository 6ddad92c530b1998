import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { importCsv } from '@/server/audiences/import-csv';
import { createContact } from '@/server/contacts/create-contact';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase, people } from './setup';

const test = openTestDatabase();

describe('imports side by side', () => {
  it('of the same people, in different orders, with single creates between them, neither deadlock nor duplicate', async () => {
    const ctx = await createContext(test.db);
    const lines = Array.from({ length: 300 }, (_, i) => `p${i}@example.com,+1415${5550000 + i},v`);
    const files = [lines, [...lines].reverse(), lines.map((l) => `${l}2`), [...lines].reverse().map((l) => `${l}3`)];
    const audiences = await Promise.all(files.map(() => createAudience(ctx)));
    const singles = Array.from({ length: 20 }, (_, i) =>
      createContact(ctx, { email: `p${i * 10}@example.com` }).catch((error) => error.code),
    );
    const results = await Promise.all(
      files.map((file, i) => importCsv(ctx, { audienceId: audiences[i]?.id ?? '', csv: ['email,phone,v', ...file].join('\n') })),
    );
    const made = (await Promise.all(singles)).filter((outcome) => outcome !== 'conflict').length;
    for (const r of results) expect([r.created + r.updated + r.unchanged, r.rejected]).toEqual([300, []]);
    expect(results.reduce((n, r) => n + r.created, made)).toBe(300);
    expect(await people(ctx)).toHaveLength(300);
  });

  it('survives another writer of the same rows that takes them the other way round', async () => {
    const ctx = await createContext(test.db);
    const rows = await createContacts(ctx, 200);
    const audience = await createAudience(ctx);
    const csv = ['email,seen', ...rows.map((r) => `${r.email},yes`)].join('\n');
    const opens = async () => {
      for (let round = 0; round < 5; round++) {
        await test.db
          .transaction(async (tx) => {
            for (const row of [...rows].reverse().slice(0, 40)) {
              await tx.execute(sql`update contacts set last_email_opened_at = now() where id = ${row.id}`);
            }
          })
          .catch(() => {}); // it may be the one that a deadlock rolls back
      }
    };
    const [result] = await Promise.all([importCsv(ctx, { audienceId: audience.id, csv }), opens()]);
    expect(result).toMatchObject({ updated: 200, added_to_audience: 200 });
  });

  it('stays quick in an organization that the statistics do not know yet', async () => {
    await createContacts(await createContext(test.db), 3000);
    await test.db.execute(sql`analyze contacts`);
    const ctx = await createContext(test.db);
    const rows = await createContacts(ctx, 6000); // look-ups by another index than the unique ones would read 6,000² rows: half a minute
    const audience = await createAudience(ctx);
    const csv = ['email,seen', ...rows.map((r) => `${r.email},yes`)].join('\n');
    expect(await importCsv(ctx, { audienceId: audience.id, csv })).toMatchObject({ updated: 6000 });
  });
});
