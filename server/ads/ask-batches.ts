import { and, asc, eq, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { adBatches, adMembers } from '@/server/db/schema/ads';
import type { AdsWorld } from './ads-world';
import { keysOf } from './claim-batch';
import type { AccountRow, AdAudienceRow, SyncRow } from './find';
import { recordOutcome } from './record-batch';
import { withAccount } from './with-account';

type Scope = Pick<Ctx, 'db' | 'orgId'> & { sync: SyncRow; adAudience: AdAudienceRow; account: AccountRow };
/** `none`: the platform owes no answer. `answered`: one came. Else the earliest time to ask, and since when it is owed. */
type Asked = 'none' | 'answered' | { at: Date; since: number };

/** Asks the platform about the request that has waited longest, when its time has come. @throws AdsError */
export async function askBatches(world: AdsWorld, scope: Scope): Promise<Asked> {
  const waiting = and(eq(adBatches.adAudienceId, scope.adAudience.id), eq(adBatches.status, 'processing'));
  const [batch] = await world.db.select().from(adBatches).where(waiting).orderBy(asc(adBatches.askAt)).limit(1);
  if (!batch) return 'none';
  const at = batch.askAt ?? new Date();
  if (at.getTime() > Date.now()) return { at, since: batch.createdAt.getTime() };
  const outcome = await withAccount(world.db, world.ads, scope.account, async (c, platform) => platform.ask?.(c, batch.reference ?? ''));
  const rows = await world.db.select().from(adMembers).where(eq(adMembers.batchId, batch.id)).orderBy(sql`id`);
  const members = rows.map((row) => ({ id: row.id, contactId: row.contactId, keys: keysOf(row) }));
  await recordOutcome(scope, { batch, members }, outcome ?? { state: 'done' });
  return outcome?.state === 'processing' ? askBatches(world, scope) : 'answered';
}
