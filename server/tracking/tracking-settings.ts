import { eq } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import type { TrackingSettings } from '@/contracts/hooks';
import type { Ctx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';

/** What the organization's mail is tracked by. */
export async function trackingSettings(ctx: Ctx): Promise<TrackingSettings> {
  const [row] = await ctx.db
    .select({ opens: organization.trackOpens, clicks: organization.trackClicks })
    .from(organization)
    .where(eq(organization.id, ctx.orgId));
  if (!row) throw notFound('Organization');
  return row;
}
