import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { platformFacts } from '@/contracts/ad-platforms';
import { noTargeting } from '@/contracts/ad-targeting';
import { type AdAudience, type AdMemberState, adMemberStates } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { adAccounts, adAudiences, adMembers, adSyncs } from '@/server/db/schema/ads';
import { audiences } from '@/server/db/schema/contacts';
import type { AccountRow, AdAudienceRow, SyncRow } from './find';
import { shownError } from './say';
import { targetingSpec } from './targeting-spec';
import { toSync } from './to-sync';

/** Mapped audiences with their accounts, people by state, and the sync under way; newest first. */
export async function loadAdAudiences(ctx: Pick<Ctx, 'db' | 'orgId'>, where: SQL | undefined, limit: number): Promise<AdAudience[]> {
  const rows = await ctx.db
    .select({ a: adAudiences, account: adAccounts, audienceName: audiences.name })
    .from(adAudiences)
    .innerJoin(adAccounts, and(eq(adAccounts.orgId, adAudiences.orgId), eq(adAccounts.id, adAudiences.accountId)))
    .leftJoin(audiences, and(eq(audiences.orgId, adAudiences.orgId), eq(audiences.id, adAudiences.audienceId)))
    .where(and(eq(adAudiences.orgId, ctx.orgId), where))
    .orderBy(desc(adAudiences.id))
    .limit(limit);
  const ids = rows.map(({ a }) => a.id);
  if (!ids.length) return [];
  const [counts, open] = await Promise.all([
    ctx.db
      .select({ id: adMembers.adAudienceId, state: adMembers.state, n: sql<number>`count(*)::int` })
      .from(adMembers)
      .where(inArray(adMembers.adAudienceId, ids))
      .groupBy(adMembers.adAudienceId, adMembers.state),
    ctx.db
      .select()
      .from(adSyncs)
      .where(and(inArray(adSyncs.adAudienceId, ids), inArray(adSyncs.status, ['running', 'waiting']))),
  ]);
  return rows.map(({ a, account, audienceName }) =>
    show(
      a,
      account,
      audienceName,
      counts.filter((each) => each.id === a.id),
      open.find((each) => each.adAudienceId === a.id),
    ),
  );
}

type Count = { state: AdMemberState; n: number };

function show(a: AdAudienceRow, account: AccountRow, audienceName: string | null, counts: Count[], open: SyncRow | undefined): AdAudience {
  const members = Object.fromEntries(adMemberStates.map((state) => [state, 0])) as Record<AdMemberState, number>;
  const targeting = a.targeting ?? noTargeting;
  for (const { state, n } of counts) members[state] = n;
  return {
    id: encodeId('adAudience', a.id),
    account_id: encodeId('adAccount', account.id),
    account_name: account.name,
    platform: account.platform,
    audience_id: a.audienceId && encodeId('audience', a.audienceId),
    audience_name: audienceName,
    name: a.name,
    external_id: a.externalId,
    state: stateOf(a, account, open),
    keep_in_sync: a.keepInSync,
    consent: a.consent,
    targeting,
    targeting_spec: targetingSpec(account.platform, a.externalId, targeting),
    members,
    minimum_size: platformFacts[account.platform].minimumSize,
    platform_size: a.platformSize,
    error: shownError(a) ?? (account.status === 'needs_attention' ? shownError(account) : null),
    last_synced_at: a.lastSyncedAt?.toISOString() ?? null,
    sync: open ? toSync(open, a.name, account.platform) : null,
    created_at: a.createdAt.toISOString(),
  };
}

function stateOf(a: AdAudienceRow, account: AccountRow, open: SyncRow | undefined): AdAudience['state'] {
  if (account.status === 'disconnected') return 'disconnected';
  if (open) return open.status === 'waiting' ? 'waiting' : 'syncing';
  if (a.errorCode || account.status === 'needs_attention') return 'needs_attention';
  if (!a.lastSyncedAt) return 'new';
  return a.keepInSync ? 'in_sync' : 'paused';
}
