import { sql } from 'drizzle-orm';
import type { Ctx, TxCtx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import type { messageEvents } from '@/server/db/schema/tracking';
import { type RecordedMessageEvent, rollUp } from '@/server/reports/roll-up';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';

export type MessageEventType = (typeof messageEvents.$inferSelect)['type'];
/**
 * Something that became of a message. `messageId` is the uuid of the ledger row. `isBot`: a machine or a scanner, kept and shown apart.
 * `detail.bounce` of a `bounced` event is `hard` (the address is dead) or `soft` (this time only; nothing follows from it).
 * `dedupeId` makes a replay harmless; without one, what happens to a message only once is recorded once.
 */
export type MessageEventInput = {
  messageId: string;
  type: MessageEventType;
  occurredAt: Date;
  isBot?: boolean;
  url?: string;
  detail?: Record<string, unknown>;
  dedupeId?: string;
};

type Written = {
  id: string;
  message_id: string;
  send_id: string;
  contact_id: string | null;
  type: MessageEventType;
  is_bot: boolean;
  url: string | null;
  detail: Record<string, unknown>;
  at: number;
  address: string | null;
  channel: 'email' | 'sms';
  variant: number;
};

/**
 * Records what became of messages, set-based, in the caller's transaction (`ctx.db`), and answers how many were new. Events of messages
 * that the organization does not have are left out. With them go, in the same transaction: the contact's last opened and clicked (people
 * only, never back in time), the reports' totals, and suppressions for hard bounces and complaints. A repeated call changes nothing.
 */
export async function recordMessageEvents(ctx: TxCtx, events: readonly MessageEventInput[]): Promise<number> {
  if (!events.length) return 0;
  const given = events.map((e) => ({
    message_id: e.messageId,
    type: e.type,
    is_bot: e.isBot ?? false,
    url: e.url ?? null,
    detail: e.detail ?? {},
    at: e.occurredAt.toISOString(),
    dedupe_id: e.dedupeId ?? onceId(e),
  }));
  // in the order of the unique index: two calls with the same events wait for each other instead of locking crosswise
  const written = await ctx.db.execute<Written>(sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb)
        g(message_id uuid, type text, is_bot boolean, url text, detail jsonb, at timestamptz, dedupe_id text)
    ),
    written as (
      insert into message_events (org_id, message_id, send_id, contact_id, type, is_bot, url, detail, occurred_at, dedupe_id)
      select m.org_id, m.id, m.send_id, m.contact_id, g.type, g.is_bot, g.url, g.detail, g.at, coalesce(g.dedupe_id, uuid_v7()::text)
      from given g join messages m on m.org_id = ${ctx.orgId}::uuid and m.id = g.message_id
      order by g.dedupe_id
      on conflict (org_id, dedupe_id) do nothing
      returning id, message_id, send_id, contact_id, type, is_bot, url, detail, occurred_at
    )
    select w.id, w.message_id, w.send_id, w.contact_id, w.type, w.is_bot, w.url, w.detail,
           (extract(epoch from w.occurred_at) * 1000)::float8 as at, m.address, m.channel, m.variant
    from written w join messages m on m.id = w.message_id`);
  if (!written.length) return 0;
  await markContacts(ctx, written);
  await rollUp(ctx, written.map(toRecorded));
  await suppressDead(ctx, written);
  return written.length;
}

/** What can happen to a message once has an id of its own; null: every event counts. A message may bounce softly and then hard. */
function onceId({ type, messageId, detail }: MessageEventInput): string | null {
  if (type === 'opened' || type === 'clicked' || type === 'converted') return null;
  return type === 'bounced' ? `bounced:${detail?.bounce === 'soft' ? 'soft' : 'hard'}:${messageId}` : `${type}:${messageId}`;
}

async function markContacts(ctx: Ctx, written: readonly Written[]): Promise<void> {
  const marks = new Map<string, { id: string; opened: number | null; clicked: number | null }>();
  for (const { contact_id: id, type, is_bot, at } of written) {
    if (!id || is_bot || (type !== 'opened' && type !== 'clicked')) continue;
    const mark = marks.get(id) ?? { id, opened: null, clicked: null };
    mark[type] = Math.max(mark[type] ?? at, at);
    marks.set(id, mark);
  }
  if (!marks.size) return;
  const [send, ...others] = new Set(written.map((w) => w.send_id));
  await nameCause(ctx.db, send && !others.length ? `send:${send}` : 'engagement');
  await ctx.db.execute(sql`
    with given as (
      select id, to_timestamp(opened / 1000) as opened, to_timestamp(clicked / 1000) as clicked
      from jsonb_to_recordset(${JSON.stringify([...marks.values()])}::text::jsonb) g(id uuid, opened float8, clicked float8)
    ),
    people as (
      select c.id, g.opened, g.clicked
      from contacts c join given g on c.org_id = ${ctx.orgId}::uuid and c.id = g.id
      where g.opened > coalesce(c.last_email_opened_at, '-infinity') or g.clicked > coalesce(c.last_email_clicked_at, '-infinity')
      order by c.id
      for no key update of c
    )
    update contacts c
    set last_email_opened_at = greatest(c.last_email_opened_at, p.opened), last_email_clicked_at = greatest(c.last_email_clicked_at, p.clicked)
    from people p where c.id = p.id`);
}

async function suppressDead(ctx: TxCtx, written: readonly Written[]): Promise<void> {
  const dead = written.filter((w) => w.address && (w.type === 'complained' || (w.type === 'bounced' && w.detail.bounce !== 'soft')));
  dead.sort((a, b) => ((a.address ?? '') < (b.address ?? '') ? -1 : 1));
  for (const { channel, address, type } of dead)
    if (address) await suppressRecipient(ctx, { channel, address, reason: type === 'complained' ? 'complaint' : 'bounce' });
}

const toRecorded = (w: Written): RecordedMessageEvent => ({
  id: w.id,
  messageId: w.message_id,
  sendId: w.send_id,
  contactId: w.contact_id,
  type: w.type,
  isBot: w.is_bot,
  url: w.url,
  detail: w.detail,
  occurredAt: new Date(w.at),
  channel: w.channel,
  variant: w.variant,
});
