import { and, asc, eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import { campaignAudiences, campaignChannels, campaigns } from '@/server/db/schema/campaigns';
import type { Audiences } from './people';

export type CampaignRow = typeof campaigns.$inferSelect;
export type ChannelRow = typeof campaignChannels.$inferSelect;
export type AudienceRow = typeof campaignAudiences.$inferSelect;
type Scope = Pick<Ctx, 'db' | 'orgId'>;

/** @param lock held until the transaction ends: everything that moves a campaign's status begins here @throws AppError not_found */
export async function findCampaign(ctx: Scope, id: string, lock = false): Promise<CampaignRow> {
  const query = ctx.db
    .select()
    .from(campaigns)
    .where(and(eq(campaigns.orgId, ctx.orgId), eq(campaigns.id, id)));
  const [row] = await (lock ? query.for('update') : query);
  if (!row) throw notFound('campaign');
  return row;
}

/** In the order in which they are tried. */
export const channelsOf = (ctx: Scope, id: string): Promise<ChannelRow[]> =>
  ctx.db
    .select()
    .from(campaignChannels)
    .where(and(eq(campaignChannels.orgId, ctx.orgId), eq(campaignChannels.campaignId, id)))
    .orderBy(asc(campaignChannels.position));

export const audiencesOf = (ctx: Scope, id: string): Promise<AudienceRow[]> =>
  ctx.db
    .select()
    .from(campaignAudiences)
    .where(and(eq(campaignAudiences.orgId, ctx.orgId), eq(campaignAudiences.campaignId, id)))
    .orderBy(asc(campaignAudiences.id));

/** Uuids by role, without the audiences that were deleted. */
export function byRole(rows: readonly AudienceRow[]): Audiences {
  const of = (role: AudienceRow['role']) => rows.flatMap((row) => (row.role === role && row.audienceId ? [row.audienceId] : []));
  return { include: of('include'), exclude: of('exclude') };
}
