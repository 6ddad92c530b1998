import { and, eq, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { sends, templates, templateVersions } from '@/server/db/schema/sends';
import { type MessageEventInput, recordMessageEvents } from '@/server/tracking/record-message-events';

/* What was sent in the weeks before the first start and what came of it, so that reports have something to say. Choices by md5 of the address. */

const weeks = [3, 2, 1];
const audience = 'product-updates';
const subjects = ['What is new this week', '{{name|You}}, three short reads'];
const HOUR = 3_600_000;
const BATCH = 1_000;

type Sent = { id: string; address: string; variant: number; dice: string };

/** Three finished sends of the last weeks, in one transaction: all of it or none. */
export async function ensureHistory(ctx: Ctx): Promise<void> {
  const events = await ctx.db.execute(sql`select 1 from message_events where org_id = ${ctx.orgId} limit 1`);
  if (events.length) return;
  await ctx.db.transaction(async (tx) => {
    const inside = { ...ctx, db: tx as unknown as Executor };
    for (const week of weeks) await sendWeek(inside, week);
  });
}

async function sendWeek(ctx: Ctx, week: number): Promise<void> {
  const at = new Date(Math.floor(ctx.now.getTime() / HOUR) * HOUR - (week * 7 * 24 - 5) * HOUR);
  const id = await writeSend(ctx, at);
  const rows = await ctx.db.execute<Sent>(sql`
    with written as (
      insert into messages (org_id, send_id, contact_id, channel, address, status, variant, position, scheduled_at, sent_at, attempt, created_at)
      select c.org_id, ${id}, c.id, 'email', c.email, 'sent', get_byte(decode(md5(c.email), 'hex'), 0) % 2,
             row_number() over (order by c.id) - 1, ${at.toISOString()}::timestamptz, ${at.toISOString()}::timestamptz, 1, ${at.toISOString()}::timestamptz
      from audiences a
      join audience_members m on m.audience_id = a.id
      join contacts c on c.id = m.contact_id
      where a.org_id = ${ctx.orgId} and a.slug = ${audience} and c.email is not null
        and not exists (select 1 from suppressions s where s.org_id = c.org_id and s.channel = 'email' and s.address = c.email)
      returning *
    ),
    reported as (
      insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
      select org_id, send_id, contact_id, variant, channel, 'sent', sent_at, scheduled_at, 1, 1, 0 from written
    ),
    counted as (update sends set total = (select count(*) from written) where id = ${id})
    select id, address, variant, md5(address || ${week}::int) as dice from written`);
  const events = rows.flatMap((row) => eventsOf(row, at, ctx.now));
  for (let i = 0; i < events.length; i += BATCH) await recordMessageEvents(ctx, events.slice(i, i + BATCH));
}

async function writeSend(ctx: Ctx, at: Date): Promise<string> {
  const [version] = await ctx.db
    .select({ id: templateVersions.id })
    .from(templateVersions)
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(and(eq(templates.orgId, ctx.orgId), eq(templates.slug, 'weekly-newsletter')));
  const [to] = await ctx.db.execute<{ id: string; name: string }>(
    sql`select id, name from audiences where org_id = ${ctx.orgId} and slug = ${audience}`,
  );
  if (!version || !to) throw new Error('the demo has no template or audience to send with');
  const [send] = await ctx.db
    .insert(sends)
    .values({
      orgId: ctx.orgId,
      audienceId: to.id,
      audienceName: to.name,
      channel: 'email',
      status: 'finished',
      fromAddress: 'Muster Demo <hello@example.com>',
      templateVersionId: version.id,
      subjectVariants: subjects,
      variables: {},
      rampMinutes: 0,
      startsAt: at,
      endsAt: at,
      frozenAt: at,
      finishedAt: at,
      createdAt: at,
      createdBy: `user:${ctx.actor.id}`,
    })
    .returning({ id: sends.id });
  if (!send) throw new Error('the send was not written');
  return send.id;
}

/** Delivered, perhaps opened and clicked, some of it by machines; the later, the rarer. The second subject does a little better. */
function eventsOf({ id, variant, dice }: Sent, sentAt: Date, now: Date): MessageEventInput[] {
  const roll = (at: number) => Number.parseInt(dice.slice(at * 4, at * 4 + 4), 16) / 65_536;
  const after = (hours: number) => new Date(Math.min(sentAt.getTime() + hours * HOUR, now.getTime()));
  if (roll(0) < 0.012) return [{ messageId: id, type: 'bounced', occurredAt: after(0.02), detail: { bounce: 'soft' } }];
  const events: MessageEventInput[] = [{ messageId: id, type: 'delivered', occurredAt: after(0.01) }];
  if (roll(1) < 0.06) events.push({ messageId: id, type: 'opened', occurredAt: after(0.02), isBot: true });
  const opened = roll(2) < (variant ? 0.4 : 0.33);
  const late = -Math.log(1 - roll(3)) * 9;
  if (opened) events.push({ messageId: id, type: 'opened', occurredAt: after(0.1 + late) });
  if (opened && roll(4) < 0.3) events.push({ messageId: id, type: 'opened', occurredAt: after(2 + late * 3) });
  if (opened && roll(5) < 0.18)
    events.push({ messageId: id, type: 'clicked', occurredAt: after(0.2 + late), url: 'https://example.com/weekly' });
  return events;
}
