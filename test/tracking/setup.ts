import { sql } from 'drizzle-orm';
import PostalMime from 'postal-mime';
import { GET as followLink } from '@/app/t/c/[token]/route';
import { GET as openPixel } from '@/app/t/o/[token]/route';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { createAudience, createContacts, uuidOf } from '../factory';
import { createTemplate, schedule } from '../sends/setup';

export const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

type SentMessage = { id: string; contactId: string; sendId: string; email: string };

/** Messages of one send that are written down as sent, without sending; one for each new contact. `origin`, as a campaign would set it. */
async function sentMessages(ctx: Ctx, n: number, values: { sentAt?: Date; origin?: string } = {}): Promise<SentMessage[]> {
  const people = await createContacts(ctx, n);
  const audience = await createAudience(ctx, people);
  const answer = await schedule(ctx, audience.id, { template: await createTemplate(ctx) });
  const sendId = uuidOf('send', answer.send_id);
  const at = (values.sentAt ?? new Date(Date.now() - 60_000)).toISOString();
  await ctx.db.execute(sql`update sends set status = 'finished', origin = ${values.origin ?? null} where id = ${sendId}`);
  await ctx.db.execute(sql`update messages set status = 'sent', sent_at = ${at}::timestamptz where send_id = ${sendId}`);
  const rows = await ctx.db.execute<{ id: string; contact_id: string; address: string }>(
    sql`select id, contact_id, address from messages where send_id = ${sendId} order by position`,
  );
  return rows.map((r) => ({ id: r.id, contactId: r.contact_id, sendId, email: r.address }));
}

export async function sentMessage(ctx: Ctx, values: { sentAt?: Date; origin?: string } = {}): Promise<SentMessage> {
  const [message] = await sentMessages(ctx, 1, values);
  if (!message) throw new Error('no message');
  return message;
}

type EventRow = { type: string; is_bot: boolean; url: string | null; detail: Record<string, unknown>; at: number };

/** What was recorded of a message, in the order of its happening. */
export async function eventsOf(db: Pick<Database, 'execute'>, messageId: string): Promise<EventRow[]> {
  return [
    ...(await db.execute<EventRow>(sql`
      select type, is_bot, url, detail, (extract(epoch from occurred_at) * 1000)::float8 as at
      from message_events where message_id = ${messageId} order by occurred_at, id`)),
  ];
}

/** Asks for a pixel or a link as a mail program would: by its address, through the route. */
export function ask(url: string, headers: Record<string, string> = { 'user-agent': firefox }, method = 'GET'): Promise<Response> {
  const [, kind, token = ''] = /\/t\/([oc])\/([^/]+)$/.exec(new URL(url).pathname) ?? [];
  const request = new Request(url, { method, headers });
  return (kind === 'o' ? openPixel : followLink)(request, { params: Promise.resolve({ token }) });
}

/** The HTML of the mail that the catcher holds for an address, with its links and its pixel. */
export async function caughtHtml(db: Database, to: string): Promise<{ html: string; links: string[]; pixel: string; raw: string }> {
  const [row] = await db.execute<{ raw: string }>(sql`select raw from mailbox where to_address = ${to} order by id desc limit 1`);
  if (!row) throw new Error(`no mail to ${to}`);
  const { html = '' } = await PostalMime.parse(row.raw);
  const links = [...html.matchAll(/<a\b[^>]*\shref="([^"]+)"/g)].map((m) => m[1] ?? '');
  return { html, links, pixel: /<img src="([^"]+\/t\/o\/[^"]+)"/.exec(html)?.[1] ?? '', raw: row.raw };
}
