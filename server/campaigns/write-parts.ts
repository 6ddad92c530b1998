import { and, eq, inArray, isNull } from 'drizzle-orm';
import type { CampaignChanges, ChannelInput } from '@/contracts/campaign';
import { invalid } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import type { TxCtx } from '@/server/context';
import { campaignAudiences, campaignChannels } from '@/server/db/schema/campaigns';
import { audiences } from '@/server/db/schema/contacts';
import { templates } from '@/server/db/schema/sends';
import { senderOf } from '@/server/sends/sender';
import type { ChannelRow } from './find-campaign';

/** Replaces the audiences when the input names any. @throws AppError validation_failed for one that does not exist */
export async function writeAudiences(ctx: TxCtx, campaignId: string, input: CampaignChanges): Promise<void> {
  if (input.audienceId && input.audiences) throw invalid(['audienceId'], 'conflict', 'give either audienceId or audiences');
  const given = input.audiences ?? (input.audienceId ? { include: [input.audienceId], exclude: [] } : null);
  if (!given) return;
  const ids = [...new Set([...given.include, ...given.exclude])];
  const both = given.include.find((id) => given.exclude.includes(id));
  if (both) throw invalid(['audiences', 'exclude'], 'conflict', 'an audience cannot be included and excluded');
  const found = await ctx.db
    .select({ id: audiences.id, name: audiences.name })
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), inArray(audiences.id, ids)))
    .for('key share');
  const rows = (role: 'include' | 'exclude') =>
    [...new Set(given[role])].map((audienceId, i) => {
      const name = found.find((row) => row.id === audienceId)?.name;
      const path = input.audienceId ? ['audienceId'] : ['audiences', role, i];
      if (name === undefined) throw invalid(path, 'unknown_audience', 'there is no such audience');
      return { orgId: ctx.orgId, campaignId, audienceId, name, role };
    });
  await ctx.db.delete(campaignAudiences).where(eq(campaignAudiences.campaignId, campaignId));
  await ctx.db.insert(campaignAudiences).values([...rows('include'), ...rows('exclude')]);
}

/** Replaces the channels, or what `templateId`, `from`, `subjectVariants` and `subjectTest` say of those that are there. */
export async function writeChannels(ctx: TxCtx, campaignId: string, input: CampaignChanges, old: ChannelRow[]): Promise<void> {
  const given = input.channels?.map((each): ChannelInput => (typeof each === 'string' ? { channel: each } : each));
  const parts = [input.templateId, input.from, input.subjectVariants, input.subjectTest];
  if (!given && old.length && parts.every((part) => part === undefined)) return;
  const kept = old.map((row) => ({ ...row, subjectVariants: row.subjectVariants.length ? row.subjectVariants : undefined }));
  const list = given ?? (kept.length ? kept.map(({ channel }): ChannelInput => ({ channel })) : [{ channel: 'email' as const }]);
  const rows: ChannelRow[] = [];
  for (const [position, each] of list.entries()) {
    if (rows.some((row) => row.channel === each.channel)) throw invalid(['channels', position], 'duplicate', 'a channel is given twice');
    const before = given ? undefined : kept.find((row) => row.channel === each.channel);
    const email = each.channel === 'email';
    const path = (name: string) => (given && each[name as 'from'] !== undefined ? ['channels', position, name] : [name]);
    const reference = each.templateId ?? input.templateId;
    const from = each.from ?? (email ? input.from : undefined);
    const subjectVariants = each.subjectVariants ?? (email ? input.subjectVariants : undefined);
    const subjectTest = each.subjectTest ?? (email ? input.subjectTest : undefined);
    if (!email && subjectVariants) throw invalid(path('subjectVariants'), 'email_only', 'a text message has no subject');
    if (!email && subjectTest) throw invalid(path('subjectTest'), 'email_only', 'a text message has no subject to test');
    rows.push({
      orgId: ctx.orgId,
      campaignId,
      position,
      channel: each.channel,
      templateId: reference ? await findTemplateId(ctx, reference, path('templateId')) : (before?.templateId ?? null),
      fromAddress: from ? senderOf(each.channel, from) : (before?.fromAddress ?? null),
      subjectVariants: subjectVariants ?? before?.subjectVariants ?? [],
      subjectTest: subjectTest === undefined ? (before?.subjectTest ?? null) : subjectTest && wireTest(subjectTest),
    });
  }
  await ctx.db.delete(campaignChannels).where(eq(campaignChannels.campaignId, campaignId));
  await ctx.db.insert(campaignChannels).values(rows);
}

const wireTest = ({ waitMinutes, ...test }: NonNullable<CampaignChanges['subjectTest']>) => ({ ...test, wait_minutes: waitMinutes });

async function findTemplateId(ctx: TxCtx, slugOrId: string, path: (string | number)[]): Promise<string> {
  const id = decodeId('template', slugOrId);
  const [row] = await ctx.db
    .select({ id: templates.id })
    .from(templates)
    .where(and(eq(templates.orgId, ctx.orgId), id ? eq(templates.id, id) : eq(templates.slug, slugOrId), isNull(templates.archivedAt)));
  if (!row) throw invalid(path, 'unknown_template', `no template "${slugOrId}"`);
  return row.id;
}
