import type { Campaign, CampaignBody } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { campaigns } from '@/server/db/schema/campaigns';
import { armCampaign } from './arm-campaign';
import { getCampaign } from './get-campaign';
import { resolveSchedule } from './resolve-schedule';
import { writeAudiences, writeChannels } from './write-parts';

/**
 * Saves a campaign: a draft, which may lack anything but its name; with `status: scheduled` it is launched as well.
 * @throws AppError validation_failed at the field
 */
export async function createCampaign(ctx: Ctx, input: CampaignBody): Promise<Campaign> {
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const { warnings: _, ...schedule } = resolveSchedule(input);
    const [row] = await db
      .insert(campaigns)
      .values({
        orgId: ctx.orgId,
        name: input.name,
        description: input.description,
        variables: input.variables ?? {},
        rampMinutes: input.rampMinutes ?? 0,
        trackOpens: input.trackOpens,
        trackClicks: input.trackClicks,
        goalEvent: input.goal?.event,
        goalWithinDays: input.goal?.withinDays,
        createdBy: `${ctx.actor.type}:${ctx.actor.id}`,
        ...schedule,
      })
      .returning();
    if (!row) throw new Error('the campaign was not written');
    await writeAudiences(tx, row.id, input);
    await writeChannels(tx, row.id, input, []);
    await audit(db, ctx, 'campaign.created', encodeId('campaign', row.id), { name: row.name });
    if (input.status === 'scheduled') await armCampaign(tx, row);
    return getCampaign(tx, row.id);
  });
}
