import { eq, sql } from 'drizzle-orm';
import { campaignBody } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import { createCampaign } from '@/server/campaigns/create-campaign';
import { evaluateRun } from '@/server/campaigns/evaluate-run';
import { launchSlice } from '@/server/campaigns/launch-slice';
import { startOccurrence } from '@/server/campaigns/start-occurrence';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { campaignRuns, campaigns } from '@/server/db/schema/campaigns';
import { uuidOf } from '../factory';
import { createTemplate } from '../sends/setup';

type Body = Record<string, unknown>;

/** Saves a campaign from what a client would post; audiences by raw uuid. Answers it with its raw uuid. */
export async function campaign(ctx: Ctx, include: string[], values: Body = {}, exclude: string[] = []) {
  const template = (values.templateId as string | undefined) ?? (await createTemplate(ctx));
  const ids = (list: string[]) => list.map((id) => encodeId('audience', id));
  const input = campaignBody.parse({
    name: 'Spring news',
    from: 'hello@example.com',
    audiences: { include: ids(include), exclude: ids(exclude) },
    ...values,
    templateId: template,
  });
  const made = await createCampaign(ctx, input);
  return { ...made, uuid: uuidOf('campaign', made.id) };
}

export const rowOf = async (db: Database, id: string) => {
  const [row] = await db.select().from(campaigns).where(eq(campaigns.id, id));
  if (!row) throw new Error('no campaign');
  return row;
};
export const runsOf = (db: Database, id: string) =>
  db.select().from(campaignRuns).where(eq(campaignRuns.campaignId, id)).orderBy(campaignRuns.occurrenceAt);

/** Wakes the campaign's clock at `now`, as the function does. */
export const wake = async (db: Database, ctx: Ctx, id: string, now: Date) =>
  startOccurrence(db, { ...ctx, now }, id, (await rowOf(db, id)).revision);

/** Launches every slice of a run, as the function does. */
export async function launchAll(db: Database, ctx: Ctx, runId: string): Promise<number> {
  const slices = (await evaluateRun(db, ctx, runId)) ?? [];
  for (const slice of slices) await launchSlice(db, ctx, runId, slice);
  return slices.length;
}

/** Each person's messages over all sends of a campaign. */
export const messagesOf = async (db: Database, id: string) => [
  ...(await db.execute<{ contact_id: string; channel: string; status: string; run: string }>(sql`
    select m.contact_id, m.channel, m.status, s.campaign_run_id as run from messages m join sends s on s.id = m.send_id
    where s.origin = ${`campaign:${id}`}`)),
];
