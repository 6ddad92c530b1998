import { and, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { adAccounts, adAudiences, type adSyncs } from '@/server/db/schema/ads';

export type AccountRow = typeof adAccounts.$inferSelect;
export type AdAudienceRow = typeof adAudiences.$inferSelect;
export type SyncRow = typeof adSyncs.$inferSelect;
type Scope = Pick<Ctx, 'orgId' | 'db'>;

/** 404 when the organization has none with that uuid. */
export async function findAccount({ orgId, db }: Scope, id: string): Promise<AccountRow> {
  const [row] = await db
    .select()
    .from(adAccounts)
    .where(and(eq(adAccounts.orgId, orgId), eq(adAccounts.id, id)));
  if (!row) throw notFound('ad account');
  return row;
}

/** The mapped audience with its account; 404 as above. */
export async function findAdAudience({ orgId, db }: Scope, id: string): Promise<{ adAudience: AdAudienceRow; account: AccountRow }> {
  const [row] = await db
    .select({ adAudience: adAudiences, account: adAccounts })
    .from(adAudiences)
    .innerJoin(adAccounts, and(eq(adAccounts.orgId, adAudiences.orgId), eq(adAccounts.id, adAudiences.accountId)))
    .where(and(eq(adAudiences.orgId, orgId), eq(adAudiences.id, id)));
  if (!row) throw notFound('ad audience');
  return row;
}
