import { type SQL, sql } from 'drizzle-orm';
import { encodeId, type IdKind } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { BreakdownQuery, BreakdownRow, ReportDimension } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { figuresOf, type SummedRow, sums } from './figures';
import { daysOf } from './range';
import { audienceRows, checkWithin, sendRows } from './scope';

type Row = SummedRow & {
  id: string | null;
  name: string | null;
  sent_at: string | null;
  channel: 'email' | 'sms' | null;
  variant: number | null;
};
const LETTERS = 'ABCDE';
const kinds: Record<ReportDimension, IdKind> = {
  audience: 'audience',
  campaign: 'campaign',
  automation: 'automation',
  send: 'send',
  variant: 'send',
};

/** One row for each audience, campaign, automation, send or variant of which there is anything in these days. Cursor: how many to skip. */
export async function reportBreakdown(ctx: Ctx, by: ReportDimension, query: BreakdownQuery): Promise<Page<BreakdownRow>> {
  await checkWithin(ctx, query);
  const days = daysOf(query, ctx.now);
  const skip = Number(query.cursor ?? 0);
  const column = query.sort === 'name' ? sql`lower(name)` : sql.identifier(`${query.sort}_messages`);
  const rows = await ctx.db.execute<Row>(sql`
    select * from (${queries[by](by === 'audience' ? audienceRows(ctx, query, days) : sendRows(ctx, query, days))}) r
    order by ${column} ${query.order === 'asc' ? sql`asc` : sql`desc`}, name, sent_at desc, id, variant
    limit ${query.limit + 1} offset ${skip}`);
  const data = rows.slice(0, query.limit).map((row) => toRow(by, row, query.basis));
  return { data, next_cursor: rows.length > query.limit ? String(skip + query.limit) : null };
}

const none = sql`null::timestamptz as sent_at, null::text as channel, null::int as variant`;
const startedAt = sql`to_char(s.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as sent_at`;
const nameOfSend = sql`tpl.name || ' to ' || s.audience_name`;
const sendTables = sql`
  join sends s on s.id = t.send_id
  join template_versions v on v.id = s.template_version_id
  join templates tpl on tpl.id = v.template_id`;

const queries: Record<ReportDimension, (rows: SQL) => SQL> = {
  audience: (rows) => sql`
    select a.id, a.name, ${none}, t.* from (select t.audience_id, ${sums} from (${rows}) t group by 1) t join audiences a on a.id = t.audience_id`,
  send: (rows) => sql`
    select s.id, ${nameOfSend} as name, ${startedAt}, s.channel, null::int as variant, t.*
    from (select t.send_id, ${sums} from (${rows}) t group by 1) t ${sendTables}`,
  variant: (rows) => sql`
    select s.id, ${nameOfSend} as name, ${startedAt}, s.channel, t.*
    from (select t.send_id, t.variant, ${sums} from (${rows}) t group by 1, 2) t ${sendTables}`,
  campaign: (rows) => byOrigin(rows, 'campaign'),
  automation: (rows) => byOrigin(rows, 'automation'),
};

// Summed by send first: what is left to join is small whatever the planner expects. A deleted campaign keeps its line, it was sent.
const byOrigin = (rows: SQL, kind: 'campaign' | 'automation') => sql`
  with by_send as materialized (
    select t.send_id, t.type, sum(t.firsts) as firsts, sum(t.events) as events, sum(t.bots) as bots,
           sum(t.opens_tracked) as opens_tracked, sum(t.clicks_tracked) as clicks_tracked
    from (${rows}) t group by 1, 2
  )
  select o.id, coalesce(o.name, ${`A deleted ${kind}`}) as name, ${none}, t.*
  from (
    select s.org_id, s.origin, ${sums} from by_send t join sends s on s.id = t.send_id where s.origin like ${`${kind}:%`} group by 1, 2
  ) t
  left join ${sql.identifier(`${kind}s`)} o on o.org_id = t.org_id and o.id = substr(t.origin, ${kind.length + 2}::int)::uuid`;

function toRow(by: ReportDimension, row: Row, basis: BreakdownQuery['basis']): BreakdownRow {
  return {
    id: row.id && encodeId(kinds[by], row.id),
    name: row.name ?? '',
    sent_at: row.sent_at,
    channel: row.channel,
    variant: row.variant === null ? null : LETTERS.charAt(row.variant),
    ...figuresOf(row, basis),
  };
}
