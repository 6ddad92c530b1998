import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Ctx } from '@/server/context';
import { messages, sends, templateVersions } from '@/server/db/schema/sends';
import { createTemplate } from '../sends/setup';

type SendValues = Partial<typeof sends.$inferInsert>;

/** A send that is over: one message for each contact, sent at `startsAt`, written past the verbs. Roll-ups know nothing of it yet. */
export async function createSent(ctx: Ctx, contactIds: readonly string[], values: SendValues & { startsAt: Date }) {
  const slug = await createTemplate(ctx);
  const [version] = await ctx.db.select({ id: templateVersions.id }).from(templateVersions).orderBy(sql`id desc`).limit(1);
  if (!version) throw new Error(`no version of ${slug}`);
  const [send] = await ctx.db
    .insert(sends)
    .values({
      audienceName: 'Somebody',
      channel: 'email',
      status: 'finished',
      fromAddress: 'hello@example.com',
      templateVersionId: version.id,
      subjectVariants: ['One', 'Two'],
      variables: {},
      rampMinutes: 0,
      endsAt: values.startsAt,
      frozenAt: values.startsAt,
      total: contactIds.length,
      createdBy: 'test',
      ...values,
      orgId: ctx.orgId,
    })
    .returning();
  if (!send) throw new Error('no send');
  const rows = contactIds.map((contactId, i) => ({
    id: uuidv7(),
    orgId: ctx.orgId,
    sendId: send.id,
    contactId,
    channel: send.channel,
    address: `p${i}@example.com`,
    status: 'sent' as const,
    variant: i % 2,
    scheduledAt: values.startsAt,
    sentAt: values.startsAt,
  }));
  for (let i = 0; i < rows.length; i += 1_000) await ctx.db.insert(messages).values(rows.slice(i, i + 1_000));
  await ctx.db.execute(sql`
    insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
    select org_id, send_id, contact_id, variant, channel, 'sent', sent_at, scheduled_at, 1, 1, 0 from messages where send_id = ${send.id}`);
  return { id: send.id, messages: rows };
}

export type Stay = { audienceId: string; contactId: string; from: Date; to: Date | null };

export async function writeStays(ctx: Ctx, stays: readonly Stay[]): Promise<void> {
  for (const stay of stays)
    await ctx.db.execute(sql`
      insert into audience_stays (org_id, audience_id, contact_id, entered_at, entered_by, left_at, left_by)
      values (${ctx.orgId}, ${stay.audienceId}, ${stay.contactId}, ${stay.from.toISOString()}::timestamptz, 'test',
              ${stay.to?.toISOString() ?? null}::timestamptz, ${stay.to ? 'test' : null})`);
}
