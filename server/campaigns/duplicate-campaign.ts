import type { Campaign } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaignAudiences, campaignChannels, campaigns } from '@/server/db/schema/campaigns';
import { audiencesOf, channelsOf, findCampaign } from './find-campaign';
import { getCampaign } from './get-campaign';

/** A draft like another campaign, whatever became of that one. A start or an end that has passed is left out. @throws AppError not_found */
export async function duplicateCampaign(ctx: Ctx, id: string): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const from = await findCampaign(tx, id);
    const [start, end] = [from.startAt && from.startAt > ctx.now, from.endAt && from.endAt > ctx.now];
    const [copy] = await db
      .insert(campaigns)
      .values({
        orgId: ctx.orgId,
        name: `Copy of ${from.name}`.slice(0, 200),
        description: from.description,
        variables: from.variables,
        rampMinutes: from.rampMinutes,
        trackOpens: from.trackOpens,
        trackClicks: from.trackClicks,
        timezone: from.timezone,
        ...(start && { startGiven: from.startGiven, startAt: from.startAt }),
        ...(end && { endGiven: from.endGiven, endAt: from.endAt }),
        cron: from.cron,
        oncePerPerson: from.oncePerPerson,
        goalEvent: from.goalEvent,
        goalWithinDays: from.goalWithinDays,
        createdBy: `${ctx.actor.type}:${ctx.actor.id}`,
      })
      .returning();
    if (!copy) throw new Error('the campaign was not written');
    const audiences = (await audiencesOf(tx, id)).map(({ audienceId, name, role }) => ({
      orgId: ctx.orgId,
      campaignId: copy.id,
      audienceId,
      name,
      role,
    }));
    if (audiences.length) await db.insert(campaignAudiences).values(audiences);
    const channels = (await channelsOf(tx, id)).map((channel) => ({ ...channel, campaignId: copy.id }));
    if (channels.length) await db.insert(campaignChannels).values(channels);
    await audit(db, ctx, 'campaign.created', encodeId('campaign', copy.id), { name: copy.name, copy_of: encodeId('campaign', id) });
    return getCampaign(tx, copy.id);
  });
}
