import { and, asc, eq, gt, inArray } from 'drizzle-orm';
import type { Page, PageQuery } from '@/contracts/page';
import type { LinkedRecord } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { recordContacts, records } from '@/server/db/schema/records';
import { toRecord } from './to-record';

/** Records of a type by key, ascending; the cursor is the last key. */
export async function listRecords(ctx: Ctx, query: PageQuery & { datatype: string }): Promise<Page<LinkedRecord>> {
  const rows = await ctx.db
    .select()
    .from(records)
    .where(
      and(eq(records.orgId, ctx.orgId), eq(records.datatype, query.datatype), query.cursor ? gt(records.key, query.cursor) : undefined),
    )
    .orderBy(asc(records.key))
    .limit(query.limit + 1);
  const page = rows.slice(0, query.limit);
  const links = page.length
    ? await ctx.db
        .select()
        .from(recordContacts)
        .where(
          inArray(
            recordContacts.recordId,
            page.map((row) => row.id),
          ),
        )
    : [];
  const data = page.map((row) =>
    toRecord(
      row,
      links.filter((link) => link.recordId === row.id).map((link) => link.contactId),
    ),
  );
  return { data, next_cursor: rows.length > page.length ? (page.at(-1)?.key ?? null) : null };
}
