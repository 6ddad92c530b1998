import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { listEventNames } from '@/server/segments/list-event-names';
import { createContacts, createContext } from '../factory';
import { openTestDatabase } from '../sends/setup';

const held = openTestDatabase();

it('names the events that were recorded, those of the most contacts first, and nothing of another organization', async () => {
  const ctx = await createContext(held.db);
  expect(await listEventNames(ctx)).toEqual([]);
  const people = await createContacts(ctx, 3);
  const happens = (who: typeof ctx, contact: { id: string } | undefined, name: string, times = 1) =>
    held.db.execute(sql`
      insert into contact_events (org_id, contact_id, name, occurred_at)
      select ${who.orgId}, ${contact?.id}, ${name}, now() from generate_series(1, ${times}::int)`);
  for (const person of people) await happens(ctx, person, 'order.paid');
  await happens(ctx, people[0], 'signed up', 2);
  await happens(ctx, people[0], 'a visit', 5); // often, but by one alone
  await happens(ctx, people[1], 'signed up');
  const other = await createContext(held.db);
  await happens(other, (await createContacts(other, 1))[0], 'theirs');
  expect(await listEventNames(ctx)).toEqual(['order.paid', 'signed up', 'a visit']);
});

it('finds events of a few contacts of a large list', async () => {
  const ctx = await createContext(held.db);
  await held.db.execute(sql`
    insert into contacts (org_id, email) select ${ctx.orgId}, 'n' || n || '@many.example.com' from generate_series(1, 20000) n`);
  await held.db.execute(sql`analyze contacts`);
  await held.db.execute(sql`
    insert into contact_events (org_id, contact_id, name, occurred_at)
    select ${ctx.orgId}, id, 'rare', now() from contacts where org_id = ${ctx.orgId} and bucket = 1023 limit 1`);
  expect(await listEventNames(ctx)).toEqual(['rare']);
});
