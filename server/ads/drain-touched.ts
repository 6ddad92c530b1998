import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import type { AccountRow, AdAudienceRow } from './find';
import { reconcile } from './reconcile';
import { membersWhere } from './who';

/** People per statement. */
const SLICE = 5_000;

/** Looks again at everybody who was touched since the last time; `empty`: nobody belongs there. Answers whether there was anybody. */
export async function drainTouched(ctx: Ctx, adAudience: AdAudienceRow, account: AccountRow, empty = false): Promise<boolean> {
  for (let drained = false; ; drained = true) {
    const found = await transact(ctx.db, async (tx) => {
      // Deleted and looked at in one transaction: who is touched after this snapshot is a new row.
      const rows = await tx.execute<{ contact_id: string }>(sql`
        delete from ad_touched where id in (
          select id from ad_touched where ad_audience_id = ${adAudience.id}::uuid order by id limit ${SLICE} for update skip locked)
        returning contact_id`);
      if (!rows.length) return 0;
      const inTx = { ...ctx, db: tx, now: new Date() };
      const where = empty ? sql`false` : await membersWhere(inTx, adAudience);
      const only = [...new Set(rows.map((row) => row.contact_id))];
      await reconcile(inTx, { adAudienceId: adAudience.id, platform: account.platform, where, only });
      return rows.length;
    });
    if (!found) return drained;
  }
}
