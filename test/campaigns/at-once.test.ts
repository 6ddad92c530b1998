import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { Figures } from '@/contracts/campaign';
import { campaignAnalytics } from '@/server/campaigns/campaign-analytics';
import { cancelCampaign } from '@/server/campaigns/cancel-campaign';
import { clearRecipients } from '@/server/campaigns/clear-recipients';
import { closeRun } from '@/server/campaigns/close-run';
import { evaluateRun } from '@/server/campaigns/evaluate-run';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { listRuns } from '@/server/campaigns/list-runs';
import { whileOpen } from '@/server/campaigns/open-run';
import { pauseCampaign } from '@/server/campaigns/pause-campaign';
import { resumeCampaign } from '@/server/campaigns/resume-campaign';
import type { Ctx } from '@/server/context';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { beginSending } from '@/server/sends/begin-sending';
import { claimMessages } from '@/server/sends/claim-messages';
import { closeCancelled } from '@/server/sends/close-cancelled';
import { foldTallies } from '@/server/sends/fold-tallies';
import { recordOutcomes } from '@/server/sends/record-outcomes';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { createAudience, createContext } from '../factory';
import { fillAudience, openTestDatabase } from '../sends/setup';
import { campaign, launchAll, runsOf } from './setup';

const held = openTestDatabase();

async function launching(people: number, values: Record<string, unknown> = {}) {
  const ctx = await createContext(held.db);
  const audience = await createAudience(ctx);
  await fillAudience(ctx, audience.id, people);
  const made = await campaign(ctx, [audience.id], values);
  await launchCampaign(ctx, made.uuid);
  const [run] = await runsOf(held.db, made.uuid);
  return { ctx, id: made.uuid, runId: run?.id ?? '' };
}

const sendsOf = (id: string) =>
  held.db.execute<{ id: string; status: string }>(sql`select id, status from sends where origin = ${`campaign:${id}`} order by id`);
const recipientsOf = async (runId: string) => (await held.db.execute(sql`select from campaign_recipients where run_id = ${runId}`)).length;
const soon = <T>(work: Promise<T>) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, 2_000, 'waits'))]);

describe('a campaign that is cancelled', () => {
  it('over several sends says at once what will not leave; its rows and people go after it', async () => {
    const { ctx, id, runId } = await launching(10_500, { rampMinutes: 60 });
    await evaluateRun(held.db, ctx, runId);
    await launchAll(held.db, ctx, runId);
    await cancelCampaign(ctx, id);
    await cancelCampaign(ctx, id);
    const said = { total: 10_500, scheduled: 0, cancelled: 10_500 };
    expect((await campaignAnalytics(ctx, id)).total.counts).toMatchObject(said);
    expect((await listRuns(ctx, { campaignId: id, limit: 5 })).data).toMatchObject([{ status: 'cancelled', counts: said }]);
    expect((await sendsOf(id)).map((send) => send.status)).toEqual(['cancelled', 'cancelled']);
    const [told] = await held.db.execute<{ audits: number; events: number }>(sql`
      select (select count(*)::int from audit_log where org_id = ${ctx.orgId} and action = 'send.cancelled') as audits,
             (select count(*)::int from outbox where name = 'send/cancelled' and data ->> 'org_id' = ${ctx.orgId}) as events`);
    expect(told).toEqual({ audits: 2, events: 2 });
    expect(await recipientsOf(runId)).toBe(10_500);
    await clearRecipients(held.db);
    expect(await recipientsOf(runId)).toBe(0);
    for (const send of await sendsOf(id)) await closeCancelled(held.db, send.id);
    expect((await campaignAnalytics(ctx, id)).total.counts).toMatchObject(said);
  });

  it('does not wait for the launch that is at work, of which nothing remains', async () => {
    const { ctx, id, runId } = await launching(20);
    await evaluateRun(held.db, ctx, runId);
    let began = () => {};
    let go = () => {};
    const working = new Promise<void>((resolve) => {
      began = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const launch = whileOpen(held.db, ctx, runId, async (tx) => {
      await tx.db.execute(sql`delete from campaign_recipients where run_id = ${runId}`);
      began();
      await gate;
    });
    await working;
    expect(await soon(pauseCampaign(ctx, id))).toMatchObject({ status: 'paused' });
    expect(await soon(resumeCampaign(ctx, id))).toMatchObject({ status: 'running' });
    expect(await soon(cancelCampaign(ctx, id))).toMatchObject({ status: 'cancelled' });
    go();
    expect(await launch).toBeNull();
    expect(await recipientsOf(runId)).toBe(20);
    expect(await launchAll(held.db, ctx, runId)).toBe(0);
    await closeRun(held.db, ctx, runId);
    expect(await sendsOf(id)).toHaveLength(0);
    expect(await runsOf(held.db, id)).toMatchObject([{ status: 'cancelled' }]);
  });

  it('anywhere in its launch leaves no send that goes on', async () => {
    for (const wait of [0, 20, 60, 120, 250]) {
      const { ctx, id, runId } = await launching(300);
      const launched = launchAll(held.db, ctx, runId);
      await new Promise((resolve) => setTimeout(resolve, wait));
      await cancelCampaign(ctx, id);
      const then = await sendsOf(id);
      await launched;
      await closeRun(held.db, ctx, runId);
      const sends = await sendsOf(id);
      expect(sends).toEqual(then);
      expect(sends.filter((send) => send.status !== 'cancelled')).toEqual([]);
      const { counts } = (await campaignAnalytics(ctx, id)).total;
      expect(counts).toMatchObject({ scheduled: 0, cancelled: counts.total });
    }
  });

  it('resumed while an older launch is at work: the people are determined once, by the newer one', async () => {
    const { ctx, id, runId } = await launching(50);
    const older = evaluateRun(held.db, ctx, runId);
    await pauseCampaign(ctx, id);
    await resumeCampaign(ctx, id);
    await older;
    await launchAll(held.db, ctx, runId);
    expect(await runsOf(held.db, id)).toMatchObject([{ people: 50, attempt: 2 }]);
    expect((await campaignAnalytics(ctx, id)).total.counts).toMatchObject({ total: 50, scheduled: 50 });
  });
});

describe('the figures of a campaign', () => {
  /** The same by counting every row. */
  async function counted(
    id: string,
    runId: string,
  ): Promise<Pick<Figures, 'opened' | 'clicked' | 'delivered' | 'bots'> & { statuses: unknown }> {
    const own = sql`s.origin = ${`campaign:${id}`} and s.campaign_run_id = ${runId}::uuid`;
    const statuses = await held.db.execute(sql`
      select m.status, m.variant, count(*)::int as n from messages m join sends s on s.id = m.send_id where ${own} group by 1, 2 order by 1, 2`);
    const events = await held.db.execute<{ type: string; is_bot: boolean; n: number }>(sql`
      select e.type, e.is_bot, count(distinct e.message_id)::int as n from message_events e join sends s on s.id = e.send_id where ${own} group by 1, 2`);
    const of = (type: string, bot = false) => events.find((e) => e.type === type && e.is_bot === bot)?.n ?? 0;
    return {
      statuses: [...statuses],
      delivered: of('delivered'),
      opened: of('opened'),
      clicked: of('clicked'),
      bots: { opened: of('opened', true), clicked: of('clicked', true) },
    };
  }

  it('are those of the ledger and of every event, folded or not, while it is sent', async () => {
    const { ctx, id, runId } = await launching(200, { subjectVariants: ['One', 'Two', 'Three'] });
    await launchAll(held.db, ctx, runId);
    await closeRun(held.db, ctx, runId);
    const [send] = await sendsOf(id);
    const client = held.db.$client;
    const at = (minutes: number) => new Date(Date.parse('2027-03-01T12:00:00Z') + minutes * 60_000);
    const types = ['delivered', 'opened', 'clicked'] as const;
    for (let round = 0; round < 5; round++) {
      const fence = crypto.randomUUID();
      const ids = await claimMessages(client, { sendId: send?.id ?? '', first: 0, last: 199 }, fence, 23);
      await beginSending(client, ids, fence);
      const results = ids.slice(round).map((message, i) => ({
        id: message,
        status: i % 7 === 0 ? ('failed' as const) : i % 11 === 0 ? ('unknown' as const) : ('sent' as const),
        provider_id: null,
        error: null,
        wait_ms: 0,
        hard_bounce: false,
      }));
      await recordOutcomes(held.db, results, fence);
      // later ones first, people and machines, some twice
      const events = results.flatMap(({ id: messageId }, i) =>
        [0, 1, 2].map((n) => ({
          messageId,
          type: types[(i + n) % 3] ?? 'opened',
          isBot: (i + n + round) % 2 === 0 && (i + n) % 3 !== 0,
          occurredAt: at((i * 31 + (2 - n) * 400) % 3_000),
        })),
      );
      for (const half of [events, events.filter((_, i) => i % 3 === 0).map((e) => ({ ...e, occurredAt: at(-60) }))])
        await held.db.transaction((db) => recordMessageEvents({ ...ctx, db: db as unknown as Ctx['db'] }, half));
      if (round === 2) await foldDeltas(held.db, -1_000);
      if (round === 3) await foldTallies(held.db);
      const truth = await counted(id, runId);
      const { total, occurrences, channels } = await campaignAnalytics(ctx, id);
      const { statuses, ...happened } = truth;
      expect(total).toMatchObject(happened);
      expect(occurrences).toMatchObject([{ ...happened, counts: total.counts }]);
      const rows = statuses as { status: string; variant: number; n: number }[];
      for (const variant of [0, 1, 2]) {
        const n = (status: string) => rows.find((row) => row.variant === variant && row.status === status)?.n ?? 0;
        expect(channels[0]?.variants[variant]?.counts).toMatchObject({
          scheduled: n('scheduled') + n('claimed'),
          sending: n('sending'),
          sent: n('sent'),
          failed: n('failed'),
          unknown: n('unknown'),
        });
      }
      expect(total.tracked.opens).toBe(total.counts.sent);
      expect((await listRuns(ctx, { campaignId: id, limit: 5 })).data[0]?.counts).toEqual(total.counts);
    }
    expect((await campaignAnalytics(ctx, id)).total.bots.opened).toBeGreaterThan(5);
  });
});
