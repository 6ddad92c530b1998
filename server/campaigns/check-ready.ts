import { and, desc, eq } from 'drizzle-orm';
import { AppError, invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { SendInput } from '@/contracts/send';
import type { TxCtx } from '@/server/context';
import { member, organization, user } from '@/server/db/schema/auth';
import { campaignChannels } from '@/server/db/schema/campaigns';
import { sends } from '@/server/db/schema/sends';
import { planSend } from '@/server/sends/plan-send';
import { senderOf } from '@/server/sends/sender';
import { audiencesOf, byRole, type CampaignRow, type ChannelRow, channelsOf } from './find-campaign';
import { type Audiences, combinedFilter } from './people';

export type Ready = { audiences: Audiences; channels: ChannelRow[] };

/**
 * What a launch needs, checked as a send checks it; writes down the senders that were left open. An audience that was deleted stops the
 * launch: without an exclusion it would reach the wrong people.
 * @throws AppError validation_failed naming what is missing
 */
export async function checkReady(ctx: TxCtx, campaign: CampaignRow): Promise<Ready> {
  const rows = await audiencesOf(ctx, campaign.id);
  const gone = rows.find((row) => !row.audienceId);
  if (gone) throw invalid(['audiences', gone.role], 'unknown_audience', `the audience “${gone.name}” was deleted`);
  const audiences = byRole(rows);
  if (!audiences.include.length) throw invalid(['audiences', 'include'], 'required', 'a campaign needs an audience');
  const channels = await channelsOf(ctx, campaign.id);
  if (!channels.length) throw invalid(['channels'], 'required', 'a campaign needs a channel');
  for (const [i, channel] of channels.entries()) {
    try {
      channel.fromAddress ??= await defaultSender(ctx, channel);
      await planSend(ctx, { ...sendInputOf(campaign, channel), filter: combinedFilter(audiences), origin: `campaign:${campaign.id}` });
    } catch (error) {
      throw error instanceof AppError ? at(error, i) : error;
    }
  }
  return { audiences, channels };
}

const names: Record<string, string> = { template: 'templateId', subject_variants: 'subjectVariants', subject_test: 'subjectTest' };
const at = (error: AppError, i: number) =>
  new AppError(
    error.code,
    error.message,
    error.issues.map((issue) => {
      const [first, ...rest] = issue.path;
      return first === 'filter' ? issue : { ...issue, path: ['channels', i, names[String(first)] ?? String(first), ...rest] };
    }),
  );

/** What a channel of a campaign sends. @throws AppError validation_failed without a template */
export function sendInputOf(campaign: CampaignRow, channel: ChannelRow): SendInput {
  if (!channel.templateId) throw invalid(['template'], 'required', `${channel.channel} needs a template`);
  return {
    channel: channel.channel,
    template: encodeId('template', channel.templateId),
    from: channel.fromAddress ?? undefined,
    subject_variants: channel.subjectVariants.length ? channel.subjectVariants : undefined,
    subject_test: channel.subjectTest ?? undefined,
    variables: campaign.variables as SendInput['variables'],
    ramp_minutes: campaign.rampMinutes,
    ...(channel.channel === 'email' && { track_opens: campaign.trackOpens, track_clicks: campaign.trackClicks }),
  };
}

/** The sender of the last send of the channel; of an organization that never sent, its name at its first owner's address. */
async function defaultSender(ctx: TxCtx, { campaignId, channel }: ChannelRow): Promise<string> {
  const [last] = await ctx.db
    .select({ from: sends.fromAddress })
    .from(sends)
    .where(and(eq(sends.orgId, ctx.orgId), eq(sends.channel, channel)))
    .orderBy(desc(sends.id))
    .limit(1);
  const from = last?.from ?? senderOf(channel, channel === 'email' ? await ownerAddress(ctx) : undefined);
  await ctx.db
    .update(campaignChannels)
    .set({ fromAddress: from })
    .where(and(eq(campaignChannels.campaignId, campaignId), eq(campaignChannels.channel, channel)));
  return from;
}

async function ownerAddress(ctx: TxCtx): Promise<string | undefined> {
  const [owner] = await ctx.db
    .select({ email: user.email, name: organization.name })
    .from(member)
    .innerJoin(user, eq(user.id, member.userId))
    .innerJoin(organization, eq(organization.id, member.organizationId))
    .where(and(eq(member.organizationId, ctx.orgId), eq(member.role, 'owner')))
    .orderBy(member.createdAt)
    .limit(1);
  return owner && `"${owner.name.replace(/["\\\r\n]/g, '')}" <${owner.email}>`;
}
