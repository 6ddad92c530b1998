import { type SQL, sql } from 'drizzle-orm';

const day = sql`((case b.basis when 'event' then d.at else d.due_at end) at time zone 'UTC')::date`;
const bases = sql`(values ('event'), ('send')) b(basis)`;
const sums = sql`
  sum(d.events)::int as events, sum(d.firsts)::int as firsts, sum(d.bots)::int as bots,
  coalesce(sum(d.firsts) filter (where s.track_opens), 0)::int as opens_tracked,
  coalesce(sum(d.firsts) filter (where s.track_clicks), 0)::int as clicks_tracked,
  sum(d.bot_firsts)::int as bot_firsts`;

/** Columns of `report_days` from rows like `report_deltas`: what was sent by a send that is gone is left out. */
export const byDay = (deltas: SQL): SQL => sql`
  select d.org_id, b.basis, ${day} as day, d.send_id, d.variant, d.channel, d.type, ${sums}
  from (${deltas}) d
  join sends s on s.org_id = d.org_id and s.id = d.send_id
  cross join ${bases}
  group by 1, 2, 3, 4, 5, 6, 7`;

/**
 * Columns of `report_audience_days`: a row counts for every audience whose stays say that the person was in it when it happened, and for
 * the audience that was sent to.
 */
export const byAudienceDay = (deltas: SQL): SQL => sql`
  select d.org_id, b.basis, ${day} as day, a.audience_id, d.channel, d.type, ${sums}
  from (${deltas}) d
  join sends s on s.org_id = d.org_id and s.id = d.send_id
  cross join lateral (
    select s.audience_id where s.audience_id is not null
    union
    select st.audience_id from audience_stays st
    where st.org_id = d.org_id and st.contact_id = d.contact_id and st.entered_at <= d.at and (st.left_at is null or st.left_at > d.at)
  ) a
  cross join ${bases}
  group by 1, 2, 3, 4, 5, 6`;

/** Everything that the ledger knows, as rows like `report_deltas`: what the totals must add up to. */
export const fromLedger = (orgId: string): SQL => sql`
  select m.org_id, m.send_id, m.contact_id, m.variant, m.channel, 'sent' as type, m.sent_at as at,
         coalesce(m.scheduled_at, m.created_at) as due_at, 1 as events, 1 as firsts, 0 as bots, 0 as bot_firsts
  from messages m
  where m.org_id = ${orgId}::uuid and m.status = 'sent' and m.sent_at is not null
  union all
  select e.org_id, e.send_id, e.contact_id, m.variant, m.channel, e.type, e.occurred_at, coalesce(m.scheduled_at, m.created_at),
         (not e.is_bot)::int,
         (not e.is_bot and e.place = 1)::int, e.is_bot::int, (e.is_bot and e.place = 1)::int
  from (select *, row_number() over (partition by message_id, type, is_bot order by occurred_at, id) as place from message_events where org_id = ${orgId}::uuid) e
  join messages m on m.id = e.message_id`;
