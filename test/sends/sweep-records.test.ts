import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { sweepRecords } from '@/server/jobs/sweep-records';
import { createContext, unique } from '../factory';
import { openTestDatabase } from './setup';

const held = openTestDatabase();

it('drops answers a day old and sent events a week old, and nothing younger or unsent', async () => {
  const ctx = await createContext(held.db);
  const key = unique();
  await held.db.execute(sql`
    insert into idempotency_keys (org_id, route, key, body_hash, status, response, created_at)
    values (${ctx.orgId}, 'r', ${`old-${key}`}, '', 200, '', now() - interval '25 hours'), (${ctx.orgId}, 'r', ${`new-${key}`}, '', 200, '', now())`);
  await held.db.execute(sql`
    insert into outbox (event_id, name, data, sent_at)
    values (${`old-${key}`}, 'e', '{}', now() - interval '8 days'), (${`new-${key}`}, 'e', '{}', now()), (${`unsent-${key}`}, 'e', '{}', null)`);
  await sweepRecords(held.db);
  const keys = await held.db.execute<{ key: string }>(sql`select key from idempotency_keys where org_id = ${ctx.orgId}`);
  const events = await held.db.execute<{ event_id: string }>(sql`select event_id from outbox where event_id like ${`%${key}`} order by id`);
  expect([keys.map((k) => k.key), events.map((e) => e.event_id)]).toEqual([[`new-${key}`], [`new-${key}`, `unsent-${key}`]]);
});
