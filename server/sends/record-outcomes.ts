import { sql } from 'drizzle-orm';
import { toStorable } from '@/contracts/text';
import type { Outcome } from '@/server/channels/channel';
import type { Executor } from '@/server/db/client';
import { backoffMs, MAX_ATTEMPTS } from './delivery-limits';

/** What became of one message: the new state of its row. */
export type Result = {
  id: string;
  status: 'sent' | 'failed' | 'scheduled' | 'unknown';
  provider_id: string | null;
  error: string | null;
  /** Until the next try, for `scheduled`. */
  wait_ms: number | null;
  hard_bounce: boolean;
};

const MAX_ERROR = 500;

/** @param keyed the channel answers a repeated key with its first answer, so what is uncertain may be asked again */
export function resultOf(message: { id: string; attempt: number }, outcome: Outcome, keyed: boolean): Result {
  const base = { id: message.id, provider_id: null, error: null, wait_ms: null, hard_bounce: false };
  switch (outcome.kind) {
    case 'accepted':
      return { ...base, status: 'sent', provider_id: outcome.providerId };
    case 'rejected':
      return { ...base, status: 'failed', error: shorten(outcome.message), hard_bounce: outcome.hardBounce };
    case 'ambiguous':
      if (!keyed) return { ...base, status: 'unknown', error: shorten(outcome.message) };
      return again(base, message.attempt, outcome.message, 'unknown');
    case 'retry':
      return again(base, message.attempt, outcome.message, 'failed', outcome.afterMs);
  }
}

function again(base: Omit<Result, 'status'>, attempt: number, message: string, last: 'failed' | 'unknown', afterMs = 0): Result {
  if (attempt >= MAX_ATTEMPTS) return { ...base, status: last, error: shorten(`given up after ${attempt} attempts: ${message}`) };
  return { ...base, status: 'scheduled', error: shorten(message), wait_ms: Math.max(afterMs, backoffMs(attempt)) };
}

const shorten = (message: string) => toStorable(message.slice(0, MAX_ERROR));

/**
 * Writes results, only where the row is still this worker's. A row that was given up as `unknown` meanwhile (this worker slept through
 * its lease) takes a definite answer all the same: it is the truth about it. What is to be tried again keeps its `scheduled_at`;
 * `lease_until` is then the earliest next try. What was sent goes to the reports, and a mail also marks its contact.
 */
export async function recordOutcomes(db: Executor, results: readonly Result[], fence: string): Promise<void> {
  await db.execute(sql`
    with results as (
      select * from jsonb_to_recordset(${JSON.stringify(results)}::text::jsonb)
        r(id uuid, status text, provider_id text, error text, wait_ms float8)
    ),
    written as (
      update messages m
      set status = r.status, provider_id = r.provider_id, error = r.error, updated_at = now(),
          sent_at = case when r.status = 'sent' then now() end,
          lease_until = case when r.status = 'scheduled' then now() + r.wait_ms * interval '1 millisecond' end
      from results r
      where m.id = r.id and m.fence = ${fence}::uuid
        and (m.status = 'sending' or (m.status = 'unknown' and r.status in ('sent', 'failed')))
      returning m.org_id, m.send_id, m.contact_id, m.channel, m.status, m.variant, m.sent_at, coalesce(m.scheduled_at, m.created_at) as due_at
    ),
    reported as (
      insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
      select org_id, send_id, contact_id, variant, channel, 'sent', sent_at, due_at, 1, 1, 0 from written where status = 'sent'
    ),
    people as (
      select c.id from contacts c
      join written w on w.org_id = c.org_id and w.contact_id = c.id and w.status = 'sent' and w.channel = 'email'
      order by c.id
      for no key update of c
    ),
    said as (select set_config('muster.cause', 'send:' || min(send_id::text), true) from written where status = 'sent')
    update contacts c set last_email_sent_at = now() from people p cross join said where c.id = p.id`);
}
