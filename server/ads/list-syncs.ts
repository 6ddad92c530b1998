import { and, desc, eq, lt } from 'drizzle-orm';
import type { AdSync } from '@/contracts/ads';
import { notFound } from '@/contracts/errors';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { adAccounts, adAudiences, adSyncs } from '@/server/db/schema/ads';
import { findAdAudience } from './find';
import { toSync } from './to-sync';

const joined = (ctx: Pick<Ctx, 'db'>) =>
  ctx.db
    .select({ sync: adSyncs, name: adAudiences.name, platform: adAccounts.platform })
    .from(adSyncs)
    .innerJoin(adAudiences, and(eq(adAudiences.orgId, adSyncs.orgId), eq(adAudiences.id, adSyncs.adAudienceId)))
    .innerJoin(adAccounts, and(eq(adAccounts.orgId, adAudiences.orgId), eq(adAccounts.id, adAudiences.accountId)));

/** Newest first, of all mapped audiences or one. */
export async function listSyncs(ctx: Ctx, input: { adAudienceId?: string; limit: number; cursor?: string }): Promise<Page<AdSync>> {
  const before = cursorId('adSync', input.cursor);
  if (input.adAudienceId) await findAdAudience(ctx, input.adAudienceId);
  const rows = await joined(ctx)
    .where(
      and(
        eq(adSyncs.orgId, ctx.orgId),
        input.adAudienceId ? eq(adSyncs.adAudienceId, input.adAudienceId) : undefined,
        before ? lt(adSyncs.id, before) : undefined,
      ),
    )
    .orderBy(desc(adSyncs.id))
    .limit(input.limit + 1);
  return pageFrom(
    rows,
    input.limit,
    (row) => toSync(row.sync, row.name, row.platform),
    (sync) => sync.id,
  );
}

/** One sync; 404 when the organization has none with that uuid. */
export async function getSync(ctx: Ctx, id: string): Promise<AdSync> {
  const [row] = await joined(ctx).where(and(eq(adSyncs.orgId, ctx.orgId), eq(adSyncs.id, id)));
  if (!row) throw notFound('ad sync');
  return toSync(row.sync, row.name, row.platform);
}
