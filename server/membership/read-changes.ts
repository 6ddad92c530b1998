import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Causes } from './evaluate';

/** Causes that only name the table: the transaction did not say who it was. */
const tables = ['contacts', 'audience_members', 'contact_events', 'records', 'record_contacts'];

/**
 * Who changed in transactions that `since` (a pg_snapshot) did not see and this transaction's snapshot does: each committed change is read
 * once, however late it commits. Of several changes of one contact the last that names its cause counts.
 */
export async function readChanges(ctx: Ctx, since: string): Promise<Causes> {
  const rows = await ctx.db.execute<{ contact_id: string; cause: string }>(sql`
    select distinct on (contact_id) contact_id, cause from contact_changes
    where org_id = ${ctx.orgId} and xid >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(xid, ${since}::pg_snapshot)
    order by contact_id, cause in (${sql.join(
      tables.map((t) => sql`${t}`),
      sql`, `,
    )}), created_at desc, xid desc`);
  return new Map(rows.map((row) => [row.contact_id, row.cause]));
}
