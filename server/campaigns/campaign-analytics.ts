import { sql } from 'drizzle-orm';
import type { CampaignAnalytics, Figures } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { MessageStatus } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { totals } from '@/server/reports/totals';
import { countLedger, sumUp } from '@/server/sends/count-ledger';
import { channelsOf, findCampaign } from './find-campaign';
import { launchedBy } from './launched-by';

type Launched = { id: string; run: string; channel: Channel; opens: boolean; clicks: boolean };
type Place = Launched & { variant: number };
type Counted = Place & { status: MessageStatus; n: number };
type Happened = Place & { type: string; people: number; bots: number };
type Rows = { counted: Counted[]; happened: Happened[] };

const LETTERS = 'ABCDE';
const OCCURRENCES = 100;

/**
 * What became of a campaign: in all, per occurrence, channel and variant. A message counts once for a kind of event, machines apart.
 * From the tallies of its sends and the totals of the reports, so that a large campaign answers as a small one does.
 * @param id raw uuid @throws AppError not_found
 */
export async function campaignAnalytics(ctx: Ctx, id: string): Promise<CampaignAnalytics> {
  const campaign = await findCampaign(ctx, id);
  const channels = await channelsOf(ctx, id);
  const runs = await ctx.db.execute<{ id: string; at: string; people: number }>(sql`
    select id, to_char(occurrence_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, people
    from campaign_runs where org_id = ${ctx.orgId} and campaign_id = ${id} and status <> 'skipped'
    order by occurrence_at desc limit ${OCCURRENCES}`);
  const own = sql`s.org_id = ${ctx.orgId} and ${launchedBy(id)}`;
  const sends = await ctx.db.execute<Launched>(sql`
    select id, campaign_run_id as run, channel, track_opens as opens, track_clicks as clicks from sends s where ${own}`);
  const byId = new Map(sends.map((send) => [send.id, send]));
  const placed = <Row extends { send_id: string }>(rows: readonly Row[]) =>
    rows.flatMap((row) => {
      const send = byId.get(row.send_id);
      return send ? [{ ...send, ...row }] : [];
    });
  const { days } = totals(ctx.orgId, sql`t.basis = 'send' and t.send_id in (select id from sends s where ${own})`);
  const happened = await ctx.db.execute<{ send_id: string; variant: number; type: string; people: number; bots: number }>(sql`
    select send_id, variant, type, sum(firsts)::int as people, sum(bot_firsts)::int as bots from (${days}) t group by 1, 2, 3`);
  const all: Rows = { counted: placed(await countLedger(ctx.db, own)), happened: placed(happened) };
  const byChannel = (rows: Rows) =>
    channels
      .map(({ channel, subjectVariants }) => {
        const mine = only(rows, (row) => row.channel === channel);
        const variants = Array.from({ length: Math.max(subjectVariants.length, 1) }, (_, i) => ({
          letter: LETTERS.charAt(i),
          subject: subjectVariants[i] ?? null,
          ...figuresOf(only(mine, (row) => row.variant === i)),
        }));
        return { channel, ...figuresOf(mine), variants };
      })
      .filter((each) => each.counts.total > 0);
  return {
    campaign_id: encodeId('campaign', id),
    goal: campaign.goalEvent === null ? null : { event: campaign.goalEvent, within_days: campaign.goalWithinDays ?? 0 },
    total: figuresOf(all),
    channels: byChannel(all),
    occurrences: runs.map((run) => {
      const rows = only(all, (row) => row.run === run.id);
      return {
        run_id: encodeId('campaignRun', run.id),
        occurrence_at: run.at,
        people: run.people,
        ...figuresOf(rows),
        channels: byChannel(rows),
      };
    }),
  };
}

const only = ({ counted, happened }: Rows, test: (row: Place) => boolean): Rows => ({
  counted: counted.filter(test),
  happened: happened.filter(test),
});

function figuresOf({ counted, happened }: Rows): Figures {
  const of = (type: string, who: 'people' | 'bots' = 'people') =>
    happened.reduce((sum, row) => sum + (row.type === type ? row[who] : 0), 0);
  const tracked = (what: 'opens' | 'clicks') => sumUp(counted.filter((row) => row[what])).sent;
  return {
    counts: sumUp(counted),
    tracked: { opens: tracked('opens'), clicks: tracked('clicks') },
    delivered: of('delivered'),
    opened: of('opened'),
    clicked: of('clicked'),
    unsubscribed: of('unsubscribed'),
    bounced: of('bounced'),
    complained: of('complained'),
    converted: of('converted'),
    bots: { opened: of('opened', 'bots'), clicked: of('clicked', 'bots') },
  };
}
