import { sql } from 'drizzle-orm';
import type { RecordedContactEvent } from '@/server/automations/on-contact-events';
import { goalsFor } from '@/server/campaigns/goals';
import type { TxCtx } from '@/server/context';
import { recordMessageEvents } from '@/server/tracking/record-message-events';

/**
 * An event that is the goal of a campaign (or of another origin of sends) becomes `converted` of one message: of those of that origin sent
 * to the contact at most so many days before the event, the one touched last (opened or clicked by a person; a message that was never
 * touched counts from when it was sent). One conversion per event and origin, however often the event is delivered.
 */
export async function attributeConversions(tx: TxCtx, events: readonly RecordedContactEvent[]): Promise<number> {
  const goals = await goalsFor(tx.db, tx.orgId, [...new Set(events.map((e) => e.name))]);
  if (!goals.length) return 0;
  const wanted = events.flatMap((e) =>
    goals
      .filter((goal) => goal.event === e.name)
      .map((goal) => ({
        event_id: e.id,
        contact_id: e.contactId,
        at: e.occurredAt.toISOString(),
        origin: goal.origin,
        days: goal.withinDays,
      })),
  );
  const touched = await tx.db.execute<{ event_id: string; origin: string; message_id: string }>(sql`
    select distinct on (g.event_id, g.origin) g.event_id, g.origin, m.id as message_id
    from jsonb_to_recordset(${JSON.stringify(wanted)}::text::jsonb) g(event_id uuid, contact_id uuid, at timestamptz, origin text, days float8)
    join messages m on m.org_id = ${tx.orgId}::uuid and m.contact_id = g.contact_id and m.status = 'sent'
      and m.sent_at <= g.at and m.sent_at > g.at - g.days * interval '1 day'
    join sends s on s.org_id = m.org_id and s.id = m.send_id and s.origin = g.origin
    left join lateral (
      select max(e.occurred_at) as at from message_events e
      where e.message_id = m.id and e.type in ('opened', 'clicked') and not e.is_bot and e.occurred_at <= g.at) t on true
    order by g.event_id, g.origin, greatest(t.at, m.sent_at) desc, m.id desc`);
  const byId = new Map(events.map((e) => [e.id, e]));
  return recordMessageEvents(
    tx,
    touched.flatMap(({ event_id, origin, message_id }) => {
      const event = byId.get(event_id);
      if (!event) return [];
      const detail = { event: event.name, event_id, origin };
      return {
        messageId: message_id,
        type: 'converted' as const,
        occurredAt: event.occurredAt,
        detail,
        dedupeId: `converted:${event_id}:${origin}`,
      };
    }),
  );
}
