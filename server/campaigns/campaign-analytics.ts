import { sql } from 'drizzle-orm';
import type { CampaignAnalytics, Figures } from '@/contracts/campaign';
import { encodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { MessageStatus } from '@/contracts/send';
import type { Ctx } from '@/server/context';
import { sumUp } from '@/server/sends/load-sends';
import { channelsOf, findCampaign } from './find-campaign';

type Place = { run: string; channel: Channel; variant: number };
type Counted = Place & { status: MessageStatus; opens: boolean; clicks: boolean; n: number };
type Happened = Place & { type: string; people: number; bots: number };
type Rows = { counted: Counted[]; happened: Happened[] };

const LETTERS = 'ABCDE';
const OCCURRENCES = 100;

/**
 * What became of a campaign: in all, per occurrence, channel and variant. A message counts once for a kind of event, machines apart.
 * From the ledger and not the totals of reports (server/reports): those know no message that was not sent, and of machines count every
 * event, not every message; so neither `counts` nor `bots` could come from them.
 * @param id raw uuid @throws AppError not_found
 */
export async function campaignAnalytics(ctx: Ctx, id: string): Promise<CampaignAnalytics> {
  const campaign = await findCampaign(ctx, id);
  const channels = await channelsOf(ctx, id);
  const runs = await ctx.db.execute<{ id: string; at: string; people: number }>(sql`
    select id, to_char(occurrence_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, people
    from campaign_runs where org_id = ${ctx.orgId} and campaign_id = ${id} and status <> 'skipped'
    order by occurrence_at desc limit ${OCCURRENCES}`);
  const own = sql`s.org_id = ${ctx.orgId} and s.origin = ${`campaign:${id}`}`;
  const counted = await ctx.db.execute<Counted>(sql`
    select s.campaign_run_id as run, m.channel, m.variant, m.status, s.track_opens as opens, s.track_clicks as clicks, count(*)::int as n
    from sends s join messages m on m.send_id = s.id
    where ${own}
    group by 1, 2, 3, 4, 5, 6`);
  const happened = await ctx.db.execute<Happened>(sql`
    select s.campaign_run_id as run, m.channel, m.variant, e.type,
           count(distinct e.message_id) filter (where not e.is_bot)::int as people,
           count(distinct e.message_id) filter (where e.is_bot)::int as bots
    from sends s join messages m on m.send_id = s.id join message_events e on e.message_id = m.id
    where ${own}
    group by 1, 2, 3, 4`);
  const all: Rows = { counted: [...counted], happened: [...happened] };
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
