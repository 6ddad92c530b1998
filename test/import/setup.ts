import { eq } from 'drizzle-orm';
import { afterAll, beforeAll } from 'vitest';
import type { Ctx } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { audienceMembers, contacts } from '@/server/db/schema/contacts';
import { auditLog } from '@/server/db/schema/platform';
import { type TestDatabase, testDatabase } from '../db';

/** One database for a test file. `db` is there once the tests run. */
export function openTestDatabase(): { db: Database; url: string } {
  const holder = {} as { db: Database; url: string };
  let test: TestDatabase;
  beforeAll(async () => {
    test = await testDatabase();
    Object.assign(holder, { db: openDatabase(test.url), url: test.url });
  });
  afterAll(async () => {
    await holder.db.$client.end();
    await test.drop();
  });
  return holder;
}

export const people = (ctx: Ctx) =>
  ctx.db.select().from(contacts).where(eq(contacts.orgId, ctx.orgId)).orderBy(contacts.email, contacts.phone);

export const memberIds = async (ctx: Ctx, audienceId: string) =>
  (await ctx.db.select().from(audienceMembers).where(eq(audienceMembers.audienceId, audienceId))).map((m) => m.contactId).sort();

export const audits = (ctx: Ctx) => ctx.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId)).orderBy(auditLog.id);

/** Every row of an organization that these verbs could touch, as text: equal before and after means untouched. */
export async function everythingOf(ctx: Ctx): Promise<string> {
  const { $client: sql } = ctx.db as Database;
  const parts: unknown[] = [];
  for (const table of ['contacts', 'audiences', 'audience_members', 'suppressions', 'imports', 'audit_log', 'messages']) {
    parts.push(await sql.unsafe(`select t::text from ${table} t where org_id = $1 order by 1`, [ctx.orgId]));
  }
  return JSON.stringify(parts);
}
