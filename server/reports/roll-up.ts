import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { messageEvents } from '@/server/db/schema/tracking';
import { lockMessages } from './lock-messages';

/** A message event as it was written, with what the ledger says of its message. Ids are uuids. */
export type RecordedMessageEvent = Pick<
  typeof messageEvents.$inferSelect,
  'id' | 'messageId' | 'sendId' | 'contactId' | 'type' | 'isBot' | 'url' | 'detail' | 'occurredAt'
> & { channel: 'email' | 'sms'; variant: number };

/**
 * Adds newly recorded events to the reports' totals, in the transaction that records them: each row comes here exactly once, in any order
 * and however late. A message counts once for a type, where its first event of a person is, and once apart from that for its first of a
 * machine: when an earlier one arrives, the later one gives its place up. Needs READ COMMITTED: what others committed while this waited
 * for the lock must be seen.
 */
export async function rollUp(tx: Ctx, rows: readonly Pick<RecordedMessageEvent, 'id' | 'messageId'>[]): Promise<void> {
  if (!rows.length) return;
  await lockMessages(tx.db, rows);
  await tx.db.execute(sql`
    with fresh as materialized (
      select e.id, e.message_id, e.send_id, e.contact_id, e.type, e.is_bot, e.occurred_at, m.variant, m.channel,
             coalesce(m.scheduled_at, m.created_at) as due_at
      from jsonb_array_elements_text(${JSON.stringify(rows.map((row) => row.id))}::text::jsonb) given(id)
      join message_events e on e.org_id = ${tx.orgId}::uuid and e.id = given.id::uuid
      join messages m on m.id = e.message_id
    ),
    acts as (
      select t.send_id, t.contact_id, t.variant, t.channel, t.type, t.due_at, t.is_bot,
             min(e.occurred_at) filter (where f.id is not null) as new_at,
             min(e.occurred_at) filter (where f.id is null) as old_at
      from (select distinct message_id, send_id, contact_id, variant, channel, type, due_at, is_bot from fresh) t
      join message_events e on e.message_id = t.message_id and e.type = t.type and e.is_bot = t.is_bot
      left join fresh f on f.id = e.id
      group by t.message_id, 1, 2, 3, 4, 5, 6, 7
    )
    insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots, bot_firsts)
    select ${tx.orgId}::uuid, d.*
    from (
      select send_id, contact_id, variant, channel, type, occurred_at, due_at, (not is_bot)::int, 0, is_bot::int, 0 from fresh
      union all
      select send_id, contact_id, variant, channel, type, new_at, due_at, 0, (not is_bot)::int, 0, is_bot::int from acts where old_at is null or new_at < old_at
      union all
      select send_id, contact_id, variant, channel, type, old_at, due_at, 0, -(not is_bot)::int, 0, -is_bot::int from acts where new_at < old_at
    ) d`);
}
