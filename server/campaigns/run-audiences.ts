import type { TxCtx } from '@/server/context';
import { audiencesOf } from './find-campaign';
import type { Audiences } from './people';

/** The audiences of a campaign that still exist. To record what was sent to; who is in a run is decided by `checkReady`, which misses none. */
export async function runAudiences(ctx: Pick<TxCtx, 'db' | 'orgId'>, campaignId: string): Promise<Audiences> {
  const rows = await audiencesOf(ctx, campaignId);
  const of = (role: string) => rows.flatMap((row) => (row.role === role && row.audienceId ? [row.audienceId] : []));
  return { include: of('include'), exclude: of('exclude') };
}
