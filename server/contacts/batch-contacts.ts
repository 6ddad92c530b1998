import { and, eq, inArray } from 'drizzle-orm';
import type { BatchResult, Contact, ContactInput } from '@/contracts/contact';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx, OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { contacts } from '@/server/db/schema/contacts';
import { learnFilled } from '@/server/db/statistics';
import { checkContact } from './check-contact';
import { type MergeRow, mergeContacts, mergeRetries } from './merge-contacts';
import { toContact } from './to-contact';

/**
 * Upserts up to 1,000 contacts by address (email first, else phone) in one transaction, as an import does: what a contact does not say is
 * kept, tags are united, metadata keys merged. One bad contact is refused by its index and does not stop the others:
 * `created + updated + unchanged + rejected.length` is their number. `data` has the accepted ones in the order given.
 */
export async function batchContacts(ctx: Ctx, input: { contacts: ContactInput[] }): Promise<BatchResult> {
  const { rows, rejected } = checkAll(input.contacts);
  const answer = await transact(
    ctx.db,
    async (tx) => {
      const { created, updated, unchanged, refused, idOf } = await mergeContacts(tx, ctx.orgId, rows, { wantIds: true, cause: ctx.actor });
      const all = [...rejected, ...refused.map((r) => ({ index: r.line, code: codeInBatch(r.code), message: r.reason }))];
      all.sort((a, b) => a.index - b.index);
      const counts = { created, updated, unchanged };
      await audit(tx, ctx, 'contact.batch_upserted', encodeId('organization', ctx.orgId), { ...counts, rejected: all.length });
      const ids = [...idOf].sort(([a], [b]) => a - b).map(([, id]) => id);
      return { ...counts, rejected: all, data: await inOrder(tx, ctx.orgId, ids) };
    },
    mergeRetries,
  );
  await learnFilled(ctx, answer.created);
  return answer;
}

/** Checked inputs as rows whose `line` is their index, and the ones that are refused as they stand. */
export function checkAll(inputs: ContactInput[]): { rows: MergeRow[]; rejected: BatchResult['rejected'] } {
  const rows: MergeRow[] = [];
  const rejected: BatchResult['rejected'] = [];
  for (const [index, input] of inputs.entries()) {
    const { values, issues } = checkContact(input);
    const [issue] = issues;
    if (issue) rejected.push({ index, code: issue.code, message: `${issue.path.join('.')}: ${issue.message}` });
    else if (!values.email && !values.phone) rejected.push({ index, code: 'no_address', message: 'a contact needs an email or a phone' });
    else rows.push({ line: index, ...blank, ...values });
  }
  return { rows, rejected };
}

const blank = { email: null, phone: null, name: null, country: null, timezone: null, language: null, tags: [], metadata: {} };

/** The merge's codes speak of a file. */
export const codeInBatch = (code: string): string => (code === 'duplicate_in_file' ? 'duplicate_in_batch' : code);

async function inOrder(tx: Executor, orgId: OrgId, ids: string[]): Promise<Contact[]> {
  if (!ids.length) return [];
  const rows = await tx
    .select()
    .from(contacts)
    .where(and(eq(contacts.orgId, orgId), inArray(contacts.id, ids)));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => byId.get(id) ?? []).map(toContact);
}
