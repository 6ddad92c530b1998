import { and, eq, inArray } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import { sends } from '@/server/db/schema/sends';
import { cancelSend } from '@/server/sends/cancel-send';
import { pauseSend } from '@/server/sends/pause-send';
import { resumeSend } from '@/server/sends/resume-send';

type SendStatus = (typeof sends.$inferSelect)['status'];

/** Pauses what a campaign is sending, in the caller's transaction. */
export async function holdSends(ctx: TxCtx, campaignId: string): Promise<void> {
  for (const id of await sendsOf(ctx, campaignId, ['scheduled', 'sending'])) await pauseSend(ctx, id);
}

export async function releaseSends(ctx: TxCtx, campaignId: string): Promise<void> {
  for (const id of await sendsOf(ctx, campaignId, ['paused'])) await resumeSend(ctx, id);
}

export async function cancelSends(ctx: TxCtx, campaignId: string): Promise<void> {
  for (const id of await sendsOf(ctx, campaignId, ['scheduled', 'sending', 'paused'])) await cancelSend(ctx, id);
}

async function sendsOf(ctx: TxCtx, campaignId: string, statuses: SendStatus[]): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: sends.id })
    .from(sends)
    .where(and(eq(sends.orgId, ctx.orgId), eq(sends.origin, `campaign:${campaignId}`), inArray(sends.status, statuses)))
    .orderBy(sends.id);
  return rows.map((row) => row.id);
}
