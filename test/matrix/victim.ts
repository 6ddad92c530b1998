import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { scopes } from '@/contracts/scopes';
import { sendInput } from '@/contracts/send';
import { templateInput } from '@/contracts/template';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { importCsv } from '@/server/audiences/import-csv';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { mailbox } from '@/server/db/schema/platform';
import { contactEvents } from '@/server/db/schema/records';
import { putRecord } from '@/server/records/put-record';
import { createSegment } from '@/server/segments/create-segment';
import { scheduleSend } from '@/server/sends/schedule-send';
import { suppress } from '@/server/suppressions/suppress';
import { createTemplate } from '@/server/templates/create-template';
import { createAudience, createContacts, unique } from '@/test/factory';
import type { Owned } from './area';
import { areas } from './areas';

/** One of everything an organization can have, by public id. */
export async function ownEverything(ctx: Ctx): Promise<Owned> {
  const mark = `mark${unique()}`;
  const email = `${mark}@example.com`;
  const people = await createContacts(ctx, [{ email, name: mark, tags: [mark] }, { name: mark }]);
  const audience = await createAudience(ctx, people, { name: mark, slug: mark });
  const template = await createTemplate(ctx, templateInput.parse({ name: mark, slug: mark, source: { subject: mark, body: mark } }));
  const input = sendInput.parse({ channel: 'email', from: 'hello@example.com', template: mark, scheduled_at: '2027-01-01T00:00:00Z' });
  const send = await scheduleSend(ctx, { audienceId: audience.id, ...input });
  const segment = await createSegment(ctx, { name: mark, type: 'dynamic', filter: { datatype: 'contact', where: { tags: mark } } });
  const suppression = await suppress(ctx, { channel: 'email', address: `no-${email}`, reason: 'manual' });
  const imported = await importCsv(ctx, { audienceId: audience.id, csv: `email,name\nimported-${email},${mark}\n` });
  const key = await createApiKey(ctx, { name: mark, scopes: [...scopes] });
  await putRecord(ctx, { datatype: mark, key: mark, data: { mark }, emails: [email] });
  await ctx.db.insert(contactEvents).values({ orgId: ctx.orgId, contactId: people[0]?.id ?? '', name: mark, occurredAt: new Date() });
  const [mail] = await ctx.db
    .insert(mailbox)
    .values({
      orgId: ctx.orgId,
      channel: 'email',
      fromAddress: email,
      toAddress: email,
      subject: mark,
      raw: `Subject: ${mark}\r\n\r\n${mark}`,
    })
    .returning();
  const owned: Owned = {
    contact: encodeId('contact', people[0]?.id ?? ''),
    audience: encodeId('audience', audience.id),
    segment: segment.id,
    template: template.id,
    send: send.send_id,
    suppression: suppression.id,
    import: imported.import_id,
    apiKey: key.id,
    mail: encodeId('mail', mail?.id ?? ''),
    mark,
    datatype: mark,
    email,
  };
  for (const area of areas) Object.assign(owned, await area.own?.(ctx, owned));
  return owned;
}

const queries = new WeakMap<Database, Promise<string>>();

/** A hash of every row of the organization in every table that has one: equal means untouched. One query, hundreds of tests ask it. */
export async function fingerprint(db: Database, orgId: string): Promise<Record<string, string>> {
  const query = queries.get(db) ?? everyTable(db);
  queries.set(db, query);
  const rows = await db.$client.unsafe<{ name: string; told: string }[]>(await query, [orgId], { prepare: true });
  return Object.fromEntries(rows.map(({ name, told }) => [name, told]));
}

async function everyTable(db: Database): Promise<string> {
  const tables = await db.execute<{ name: string }>(sql`
    select table_name as name from information_schema.columns
    where table_schema = 'public' and column_name = 'org_id' and table_name <> 'idempotency_keys'`);
  const rows = (name: string, column: string) => `
    select '${name}' as name, count(*) || ' rows, ' || md5(coalesce(string_agg(t::text, e'\n' order by t::text), '')) as told
    from "${name}" t where ${column} = $1::uuid`;
  return [...tables.map(({ name }) => rows(name, 'org_id')), rows('organizations', 'id')].join(' union all ');
}
