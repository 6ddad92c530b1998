import { and, eq, inArray, sql } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { AppError, type Issue } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { metadataIssues } from '@/contracts/metadata';
import type { LinkedRecord, RecordInput } from '@/contracts/segment';
import { audit } from '@/server/audit/record';
import { refuse } from '@/server/contacts/check-contact';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { contacts } from '@/server/db/schema/contacts';
import { recordContacts, records } from '@/server/db/schema/records';
import { checkDatatype } from './check-datatype';
import { toRecord } from './to-record';

/**
 * Creates or replaces the record of that type and key. Links are replaced when `contact_ids` or `emails` are given, else kept.
 * @throws 422 for a type name that cannot be, for data that cannot be stored, for contacts that do not exist
 */
export async function putRecord(ctx: Ctx, input: RecordInput & { datatype: string }): Promise<LinkedRecord> {
  checkDatatype(input.datatype);
  refuse(metadataIssues(input.data).map((issue) => ({ ...issue, path: ['data', ...issue.path] })));
  return ctx.db.transaction(async (tx) => {
    await nameCause(tx, ctx.actor);
    const [row] = await tx
      .insert(records)
      .values({ orgId: ctx.orgId, datatype: input.datatype, key: input.key, data: input.data })
      .onConflictDoUpdate({
        target: [records.orgId, records.datatype, records.key],
        set: { data: sql`excluded.data`, updatedAt: ctx.now },
      })
      .returning();
    if (!row) throw new Error('the record was not written');
    const linked =
      input.contact_ids || input.emails ? await replaceLinks({ ...ctx, db: tx }, row.id, input) : await linksOf({ ...ctx, db: tx }, row.id);
    await audit(tx, ctx, 'record.saved', `${input.datatype}/${input.key}`, { contacts: linked.length });
    return toRecord(row, linked);
  });
}

async function linksOf(ctx: Ctx, recordId: string): Promise<string[]> {
  const rows = await ctx.db.select({ id: recordContacts.contactId }).from(recordContacts).where(eq(recordContacts.recordId, recordId));
  return rows.map((row) => row.id);
}

async function replaceLinks(ctx: Ctx, recordId: string, input: RecordInput): Promise<string[]> {
  const ids = [...new Set([...(await known(ctx, input.contact_ids ?? [])), ...(await byEmail(ctx, input.emails ?? []))])];
  await ctx.db.delete(recordContacts).where(eq(recordContacts.recordId, recordId));
  if (ids.length) await ctx.db.insert(recordContacts).values(ids.map((contactId) => ({ orgId: ctx.orgId, recordId, contactId })));
  return ids;
}

async function known(ctx: Ctx, ids: string[]): Promise<string[]> {
  if (!ids.length) return [];
  const rows = await ctx.db
    .select({ id: contacts.id })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), inArray(contacts.id, ids)));
  const found = new Set(rows.map((row) => row.id));
  refuseUnknown(ids.flatMap((id, i) => (found.has(id) ? [] : [unknown(['contact_ids', i], encodeId('contact', id))])));
  return ids;
}

async function byEmail(ctx: Ctx, emails: string[]): Promise<string[]> {
  if (!emails.length) return [];
  const normal = emails.map((email) => normaliseEmail(email).ok ?? email);
  const rows = await ctx.db
    .select({ id: contacts.id, email: contacts.email })
    .from(contacts)
    .where(and(eq(contacts.orgId, ctx.orgId), inArray(contacts.email, normal)));
  const found = new Map(rows.map((row) => [row.email, row.id]));
  refuseUnknown(normal.flatMap((email, i) => (found.has(email) ? [] : [unknown(['emails', i], email)])));
  return normal.map((email) => found.get(email) as string);
}

const unknown = (path: Issue['path'], what: string): Issue => ({ path, code: 'unknown_contact', message: `no contact has ${what}` });

function refuseUnknown(issues: Issue[]): void {
  if (issues.length) throw new AppError('validation_failed', issues[0]?.message ?? '', issues);
}
