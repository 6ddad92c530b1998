import { sql } from 'drizzle-orm';
import { normaliseEmail } from '@/contracts/address';
import { toStorable } from '@/contracts/text';
import type { Ctx, TxCtx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { suppressRecipient } from '@/server/suppressions/suppress-recipient';
import { machineSign } from './machine';
import type { MailReport } from './mail-report';
import { type MessageEventInput, recordMessageEvents } from './record-message-events';

export type Taken = { received: number; recorded: number; unmatched: number };

/**
 * Takes what providers and mail servers report: events of the messages they name, and suppressions for dead addresses, complaints and
 * unsubscribes, also when the message cannot be told. In any order and any number of times: the end is the same.
 * @param source tells this delivery from others: with the place in it, it stands for events that have no id of their own
 */
export async function takeReports(ctx: Ctx, reports: readonly MailReport[], source: string): Promise<Taken> {
  if (!reports.length) return { received: 0, recorded: 0, unmatched: 0 };
  return transact(ctx.db, async (db) => {
    const tx = { ...ctx, db };
    const found = await findMessages(tx, reports);
    const events = reports.flatMap((report, i) => {
      const message = found.get(i);
      return message ? [toEvent(tx, report, message.id, `${source}:${i}`)] : [];
    });
    const recorded = await recordMessageEvents(tx, events);
    for (const { email, reason } of toSuppress(reports, found)) await suppressRecipient(tx, { channel: 'email', address: email, reason });
    return { received: reports.length, recorded, unmatched: reports.length - found.size };
  });
}

function toEvent(ctx: Ctx, report: MailReport, messageId: string, place: string): MessageEventInput {
  const { type, bounce, reason, agent } = report;
  // Clocks of providers run ahead, and nothing happens after now.
  const occurredAt = report.at && report.at < ctx.now ? report.at : ctx.now;
  const looked = type === 'opened' || type === 'clicked';
  const machine = looked && agent ? machineSign({ method: 'GET', headers: new Headers({ 'user-agent': ascii(agent) }) }) : null;
  const detail = {
    by: 'provider',
    ...(type === 'bounced' && { bounce: bounce ?? 'hard' }),
    ...(reason && { reason: toStorable(reason) }),
    ...(agent && { agent: toStorable(agent).slice(0, 200) }),
    ...(machine && { machine }),
  };
  return {
    messageId,
    type,
    occurredAt,
    isBot: machine !== null,
    detail,
    ...(report.url && { url: toStorable(report.url) }),
    ...(looked && { dedupeId: `report:${report.id ? toStorable(report.id) : place}` }),
  };
}

const ascii = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');

type Found = { id: string; address: string | null };

/**
 * By the name that we gave it; else by the address: the last message sent to it in the 30 days before, that with the provider's id first.
 * By place in the list.
 */
async function findMessages(tx: TxCtx, reports: readonly MailReport[]): Promise<Map<number, Found>> {
  const given = reports.map((r, n) => ({
    n,
    id: r.messageId,
    provider_id: r.providerId && toStorable(r.providerId),
    email: (r.email && normaliseEmail(r.email).ok) || null,
    at: (r.at ?? tx.now).toISOString(),
  }));
  const rows = await tx.db.execute<Found & { n: number }>(sql`
    select g.n, m.id, m.address
    from jsonb_to_recordset(${JSON.stringify(given)}::text::jsonb) g(n int, id uuid, provider_id text, email text, at timestamptz)
    left join lateral (
      select x.id from contacts c
      join messages x on x.org_id = c.org_id and x.contact_id = c.id and x.channel = 'email'
      where g.id is null and c.org_id = ${tx.orgId}::uuid and c.email = g.email
        and x.sent_at > g.at - interval '30 days' and x.sent_at < g.at + interval '1 hour'
      order by (x.provider_id is not distinct from g.provider_id and x.provider_id is not null) desc, x.sent_at desc
      limit 1) latest on true
    join messages m on m.org_id = ${tx.orgId}::uuid and m.id = coalesce(g.id, latest.id)`);
  return new Map(rows.map(({ n, ...found }) => [n, found]));
}

type ToSuppress = { email: string; reason: 'bounce' | 'complaint' | 'unsubscribe' };

/** What recording the event does not do: unsubscribes, and addresses of messages that cannot be told. In one order, so that none lock crosswise. */
function toSuppress(reports: readonly MailReport[], found: ReadonlyMap<number, Found>): ToSuppress[] {
  const wanted = new Map<string, ToSuppress>();
  for (const [i, { type, bounce, email }] of reports.entries()) {
    const message = found.get(i);
    const address = message?.address ?? (email && normaliseEmail(email).ok);
    if (!address?.includes('@')) continue;
    const reason = type === 'unsubscribed' ? 'unsubscribe' : type === 'complained' ? 'complaint' : type === 'bounced' ? 'bounce' : null;
    if (!reason || (reason === 'bounce' && bounce === 'soft') || (message && reason !== 'unsubscribe')) continue;
    wanted.set(address, { email: address, reason });
  }
  return [...wanted.values()].sort((a, b) => (a.email < b.email ? -1 : 1));
}
