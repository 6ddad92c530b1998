import { type SQL, sql } from 'drizzle-orm';
import { invalid, notFound } from '@/contracts/errors';
import type { TimelineEntry } from '@/contracts/events';
import type { Page, PageQuery } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { dueNow, statusNow } from '@/server/sends/ledger-now';
import { type TimelineRow, toTimelineEntry } from './timeline-entry';

/**
 * Everything of one contact, newest first: messages and what became of them, events, coming and going in watched audiences, automations.
 * The cursor is a place in time, so what is recorded meanwhile neither repeats nor hides an entry.
 * @param input.id uuid of the contact @throws AppError not_found, validation_failed for a cursor that is none
 */
export async function contactTimeline(ctx: Ctx, input: PageQuery & { id: string }): Promise<Page<TimelineEntry>> {
  const [contact] = await ctx.db.execute(sql`select from contacts where org_id = ${ctx.orgId}::uuid and id = ${input.id}::uuid`);
  if (!contact) throw notFound('contact');
  const rows = await ctx.db.execute<TimelineRow>(timelineSql(ctx.orgId, input.id, readCursor(input.cursor), input.limit + 1));
  const shown = rows.slice(0, input.limit);
  const last = shown.at(-1);
  return { data: shown.map(toTimelineEntry), next_cursor: rows.length > input.limit && last ? writeCursor(last) : null };
}

type Place = { at: number; key: string };

const writeCursor = ({ at, key }: Place) => Buffer.from(JSON.stringify([at, key])).toString('base64url');

function readCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  try {
    const [at, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as [unknown, unknown];
    if (typeof at === 'number' && Number.isSafeInteger(at) && typeof key === 'string' && key.length < 100) return { at, key };
  } catch {
    // refused below, as any other text that is no cursor
  }
  throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
}

// What a step sent is its message, what an end step did is the end of the run, and what was closed with the run did nothing.
const steps = sql`(x.status = 'failed' or x.status = 'done' and x.type not in ('send', 'exit') and not x.result ? 'ended_by')`;

/** Each source gives its newest `limit` before the cursor; of these the newest `limit` are the page. Instants have milliseconds. */
function timelineSql(orgId: string, contactId: string, before: Place | null, limit: number): SQL {
  const mine = (table: SQL) => sql`${table}.org_id = ${orgId}::uuid and ${table}.contact_id = ${contactId}::uuid`;
  const page = (source: SQL) => sql`(
    select * from (${source}) x(at, key, kind, type, is_bot, name, send_id, audience_id, automation_id, data)
    ${before ? sql`where (x.at, x.key) < (to_timestamp(${before.at}::float8 / 1000), ${before.key}::text collate "C")` : sql``}
    order by x.at desc, x.key collate "C" desc limit ${limit}::int)`;
  return sql`
    select t.key, (extract(epoch from t.at) * 1000)::float8 as at, t.kind, t.type, t.is_bot, t.name, t.send_id, t.audience_id, t.automation_id, t.data
    from (
      ${page(sql`
        select coalesce(m.sent_at, case when ${statusNow} in ('scheduled', 'claimed', 'sending') then ${dueNow} end, m.updated_at),
               'm' || m.id, 'message', ${statusNow}, false, p.name, m.send_id, null::uuid, null::uuid,
               jsonb_build_object('channel', m.channel, 'error', m.error)
        from messages m join sends s on s.id = m.send_id
        join template_versions v on v.id = s.template_version_id join templates p on p.id = v.template_id
        where ${mine(sql`m`)}`)}
      union all ${page(sql`
        select e.occurred_at, 'e' || e.id, 'message_event', e.type, e.is_bot, p.name, e.send_id, null::uuid, null::uuid,
               e.detail || jsonb_strip_nulls(jsonb_build_object('url', e.url))
        from message_events e join sends s on s.id = e.send_id
        join template_versions v on v.id = s.template_version_id join templates p on p.id = v.template_id
        where ${mine(sql`e`)}`)}
      union all ${page(sql`
        select c.occurred_at, 'c' || c.id, 'event', c.name, false, c.name, null::uuid, null::uuid, null::uuid, c.properties
        from contact_events c where ${mine(sql`c`)}`)}
      union all ${page(sql`
        select i.entered_at, 'i' || i.id, 'audience', 'entered', false, a.name, null::uuid, i.audience_id, null::uuid,
               jsonb_build_object('cause', i.entered_by)
        from audience_stays i join audiences a on a.id = i.audience_id where ${mine(sql`i`)}`)}
      union all ${page(sql`
        select o.left_at, 'o' || o.id, 'audience', 'left', false, a.name, null::uuid, o.audience_id, null::uuid,
               jsonb_build_object('cause', o.left_by)
        from audience_stays o join audiences a on a.id = o.audience_id where o.left_at is not null and ${mine(sql`o`)}`)}
      union all ${page(sql`
        select r.started_at, 'r' || r.id, 'automation', 'entered', false, w.name, null::uuid, null::uuid, r.automation_id,
               jsonb_build_object('test', r.is_test, 'run_id', r.id)
        from automation_runs r join automations w on w.id = r.automation_id where ${mine(sql`r`)}`)}
      union all ${page(sql`
        select r.ended_at, 'z' || r.id, 'automation', r.status, false, w.name, null::uuid, null::uuid, r.automation_id,
               jsonb_strip_nulls(jsonb_build_object('test', r.is_test, 'run_id', r.id, 'reason', r.reason, 'error', r.error))
        from automation_runs r join automations w on w.id = r.automation_id where r.ended_at is not null and ${mine(sql`r`)}`)}
      union all ${page(sql`
        select x.ended_at, 's' || x.id, 'automation', 'step_' || x.status, false, w.name, null::uuid, null::uuid, r.automation_id,
               jsonb_strip_nulls(jsonb_build_object('test', r.is_test, 'run_id', r.id, 'step_id', x.step_id, 'step_type', x.type, 'result', x.result, 'error', x.error))
        from automation_runs r join automations w on w.id = r.automation_id join automation_run_steps x on x.run_id = r.id
        where x.ended_at is not null and ${steps} and ${mine(sql`r`)}`)}
    ) t
    order by t.at desc, t.key collate "C" desc limit ${limit}::int`;
}
