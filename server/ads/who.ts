import { type SQL, sql } from 'drizzle-orm';
import { platformFacts } from '@/contracts/ad-platforms';
import type { AdPlatform } from '@/contracts/ads';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import type { AdAudienceRow } from './find';

/*
 * Who belongs on a platform, as SQL over `contacts c`: a member of the audience with an address that the platform matches by, none of whose
 * addresses is suppressed, and who did not opt out (`metadata.ads_opt_out: true`). Any suppression counts, of either channel and for any
 * reason: somebody who unsubscribed from mail does not expect to be followed by ads instead.
 */

const byPhone = (platform: AdPlatform) => platformFacts[platform].matchKeys.includes('phone');

/** A digest of the addresses that a platform matches by: another digest is another identity there. */
export const identitySql = (platform: AdPlatform): SQL =>
  byPhone(platform)
    ? sql`encode(sha256(convert_to(coalesce(c.email, '') || '|' || coalesce(c.phone, ''), 'UTF8')), 'hex')`
    : sql`encode(sha256(convert_to(coalesce(c.email, ''), 'UTF8')), 'hex')`;

const matchableSql = (platform: AdPlatform): SQL =>
  byPhone(platform) ? sql`(c.email is not null or c.phone is not null)` : sql`c.email is not null`;

export const suppressedSql = sql`(
  exists (select from suppressions s where s.org_id = c.org_id and s.channel = 'email' and s.address = c.email)
  or exists (select from suppressions s where s.org_id = c.org_id and s.channel = 'sms' and s.address = c.phone))`;

export const optedOutSql = sql`(coalesce(c.metadata -> 'ads_opt_out', 'false'::jsonb) = 'true'::jsonb)`;

/** Why a member of the audience is not sent, or null. */
const whyNotSql = (platform: AdPlatform): SQL =>
  sql`case when ${suppressedSql} then 'suppressed' when ${optedOutSql} then 'opted_out' when not ${matchableSql(platform)} then 'unmatched' end`;

/** The members now, as a predicate; of a deleted audience: nobody. */
export async function membersWhere(ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>, adAudience: Pick<AdAudienceRow, 'audienceId'>): Promise<SQL> {
  if (!adAudience.audienceId) return sql`false`;
  return audienceWhere(ctx, await findAudience(ctx, adAudience.audienceId));
}

/** `id, identity, why` of the members, or of those of them whose uuids are given. */
export const desiredSql = (ctx: Pick<Ctx, 'orgId'>, platform: AdPlatform, where: SQL, only: string[] | null): SQL => sql`
  select c.id, ${identitySql(platform)} as identity, ${whyNotSql(platform)} as why
    from contacts c
   where c.org_id = ${ctx.orgId}::uuid and (${where})
     ${only ? sql`and c.id = any(array(select id::uuid from jsonb_array_elements_text(${JSON.stringify(only)}::jsonb) t(id)))` : sql``}`;
