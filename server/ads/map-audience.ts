import { and, eq } from 'drizzle-orm';
import type { AdAudience, MapInput } from '@/contracts/ads';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { findAudience } from '@/server/audiences/find-audience';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { sqlState, transact } from '@/server/db/retry';
import { adAudiences } from '@/server/db/schema/ads';
import { findAccount } from './find';
import { getAdAudience } from './get-ad-audience';
import { toAppError } from './say';
import { type AdsSettings, adsSettings } from './settings';
import { withAccount } from './with-account';

/**
 * Maps an audience to one of a platform: a new one is made there, empty, or an existing one is read and taken over. Nobody is sent before
 * the first apply. 409 when that platform audience is mapped already; 422 with the platform's reason.
 */
export async function mapAudience(ctx: Ctx, input: MapInput, settings: AdsSettings = adsSettings()): Promise<AdAudience> {
  const account = await findAccount(ctx, input.account_id);
  const audience = await findAudience(ctx, input.audience_id);
  const name = input.name ?? audience.name;
  if (input.external_id && (await isTaken(ctx, account.id, input.external_id))) throw taken();
  const made = await withAccount(ctx.db, settings, account, async (c, platform) => {
    if (!input.external_id) return { externalId: await platform.createAudience(c, name), name };
    const found = await platform.readAudience(c, input.external_id);
    return { externalId: input.external_id, name: found.name || name };
  }).catch((error) => {
    throw toAppError(error, [input.external_id ? 'external_id' : 'account_id']);
  });
  const id = await transact(ctx.db, async (tx) => {
    const [row] = await tx
      .insert(adAudiences)
      .values({
        orgId: ctx.orgId,
        accountId: account.id,
        audienceId: audience.id,
        name: made.name,
        externalId: made.externalId,
        consent: input.consent,
      })
      .returning();
    if (!row) throw new Error('an insert without a row');
    await audit(tx, ctx, 'ad_audience.mapped', encodeId('adAudience', row.id), {
      platform: account.platform,
      audience_id: encodeId('audience', audience.id),
      external_id: made.externalId,
      created: !input.external_id,
    });
    return row.id;
  }).catch((error) => {
    // another request mapped it while the platform was asked
    throw sqlState(error) === '23505' ? taken() : error;
  });
  return getAdAudience(ctx, id);
}

const taken = () => new AppError('conflict', 'This platform audience is filled by another mapping already.');

async function isTaken(ctx: Ctx, accountId: string, externalId: string): Promise<boolean> {
  const same = and(eq(adAudiences.orgId, ctx.orgId), eq(adAudiences.accountId, accountId), eq(adAudiences.externalId, externalId));
  return (await ctx.db.select({ id: adAudiences.id }).from(adAudiences).where(same)).length > 0;
}
