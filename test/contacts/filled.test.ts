import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { addMembers } from '@/server/audiences/add-members';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import { batchContacts } from '@/server/contacts/batch-contacts';
import { countMatching } from '@/server/segments/count-matching';
import { planOf } from '@/server/segments/plan';
import { createAudience, createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';

// A database of its own, whose statistics nobody else refreshes.
const held = openTestDatabase();

const people = (from: number, n: number) => Array.from({ length: n }, (_, i) => ({ email: `p${from + i}@example.com` }));

it('an organization that is filled over the API is counted as quickly as one that was imported', async () => {
  const before = await createContext(held.db);
  const known = await createAudience(before);
  const some = await createContacts(before, 300);
  await addMembers(before, { audienceId: known.id, contact_ids: some.map((contact) => contact.id) });
  await held.db.execute(sql`analyze contacts, audience_members`);

  const ctx = await createContext(held.db);
  await batchContacts(ctx, { contacts: people(0, 900) });
  expect((await planOf(ctx, sql`true`)).rows).toBe(1);
  await batchContacts(ctx, { contacts: people(900, 900) });
  expect((await planOf(ctx, sql`true`)).rows).toBeGreaterThan(1_000);

  const list = await createAudience(ctx);
  for (let i = 0; i < 8_000; i += 1_000) await addMembers(ctx, { audienceId: list.id, contacts: people(i, 1_000) });
  const started = performance.now();
  expect(await countMatching(ctx, await audienceWhere(ctx, await findAudience(ctx, list.id)))).toMatchObject({ count: 8_000 });
  expect(performance.now() - started).toBeLessThan(2_000);
});
