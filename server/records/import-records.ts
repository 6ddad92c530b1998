import { sql } from 'drizzle-orm';
import { checkRecordsCsv, type RecordRow, rejectedRecord } from '@/contracts/csv-records';
import type { RecordImportInput, RecordImportResult } from '@/contracts/segment';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { texts } from '@/server/filter/values';
import { checkDatatype } from './check-datatype';

/**
 * Creates or replaces the records of a CSV (contracts/csv-records says how it is read). Links are replaced where the row names emails,
 * else kept; a row that names an email no contact has is refused. All or nothing in one transaction; what is refused is in the answer.
 * @throws 422 for a type name that cannot be, or a file that cannot be read (`import_too_large` above 10,000 rows)
 */
export async function importRecords(ctx: Ctx, input: RecordImportInput & { datatype: string }): Promise<RecordImportResult> {
  const { datatype } = input;
  checkDatatype(datatype);
  const { rows, ready, rejected } = checkRecordsCsv(input.csv, input.text);
  return transact(ctx.db, async (tx) => {
    const contacts = await contactsByEmail(tx, ctx, ready);
    const linked: RecordRow[] = [];
    const refused = [...rejected];
    for (const row of ready) {
      const unknown = row.emails?.find((email) => !contacts.has(email));
      if (unknown === undefined) linked.push(row);
      else refused.push(rejectedRecord(row, { code: 'unknown_contact', reason: `no contact has ${unknown}` }));
    }
    await nameCause(tx, ctx.actor);
    const saved = await saveRows(tx, ctx, datatype, linked, contacts);
    refused.sort((a, b) => a.line - b.line);
    if (saved.created + saved.updated + saved.unchanged + refused.length !== rows)
      throw new Error(`import of ${rows} records does not add up`);
    await audit(tx, ctx, 'record.csv_imported', datatype, { rows, ...saved, rejected: refused.length });
    return { datatype, rows, ...saved, rejected: refused };
  });
}

async function contactsByEmail(tx: Executor, ctx: Ctx, rows: RecordRow[]): Promise<Map<string, string>> {
  const emails = [...new Set(rows.flatMap((row) => row.emails ?? []))];
  if (!emails.length) return new Map();
  const found = await tx.execute<{ id: string; email: string }>(
    sql`select c.id, c.email from contacts c where c.org_id = ${ctx.orgId} and c.email = any (${texts(emails)})`,
  );
  return new Map(found.map((row) => [row.email, row.id]));
}

type Saved = Pick<RecordImportResult, 'created' | 'updated' | 'unchanged'>;

/** Rows in the order of their keys, so that two imports of the same records wait for each other and do not deadlock. */
async function saveRows(tx: Executor, ctx: Ctx, datatype: string, rows: RecordRow[], contacts: Map<string, string>): Promise<Saved> {
  const data = JSON.stringify(rows.map(({ key, data }) => ({ key, data })));
  const at = ctx.now.toISOString();
  const written = await tx.execute<{ key: string; created: boolean }>(sql`
    insert into records (org_id, datatype, key, data)
    select ${ctx.orgId}::uuid, ${datatype}::text, x.key, x.data from jsonb_to_recordset(${data}::text::jsonb) as x(key text, data jsonb)
    order by x.key collate "C"
    on conflict (org_id, datatype, key) do update set data = excluded.data, updated_at = ${at}::timestamptz
      where records.data is distinct from excluded.data
    returning key, (xmax = 0) as created`);
  const created = new Set(written.filter((row) => row.created).map((row) => row.key));
  const changed = new Set(written.map((row) => row.key));

  const links = rows.filter((row) => row.emails);
  for (const key of links.length ? await replaceLinks(tx, ctx, datatype, links, contacts) : []) changed.add(key);
  const updated = changed.size - created.size;
  return { created: created.size, updated, unchanged: rows.length - created.size - updated };
}

/** Answers the keys of the records whose links were not as the rows say. */
async function replaceLinks(tx: Executor, ctx: Ctx, datatype: string, rows: RecordRow[], contacts: Map<string, string>): Promise<string[]> {
  const wanted = JSON.stringify(rows.flatMap(({ key, emails }) => (emails ?? []).map((email) => ({ key, contact: contacts.get(email) }))));
  const moved = await tx.execute<{ key: string }>(sql`
    with r as materialized (
           select id, key from records where org_id = ${ctx.orgId} and datatype = ${datatype} and key = any (${texts(rows.map((row) => row.key))})),
         w as materialized (
           select r.id, x.contact from jsonb_to_recordset(${wanted}::text::jsonb) as x(key text, contact uuid) join r using (key)),
         gone as (
           delete from record_contacts rc using r
           where rc.record_id = r.id and not exists (select from w where w.id = rc.record_id and w.contact = rc.contact_id)
           returning rc.record_id as id),
         come as (
           insert into record_contacts (org_id, record_id, contact_id) select ${ctx.orgId}::uuid, id, contact from w
           on conflict do nothing returning record_id as id),
         moved as (select id from gone union select id from come),
         touched as (update records set updated_at = ${ctx.now.toISOString()}::timestamptz from moved where records.id = moved.id)
    select r.key from moved join r using (id)`);
  return moved.map((row) => row.key);
}
