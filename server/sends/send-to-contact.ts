import { and, eq, isNull, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { TrackingSettings } from '@/contracts/hooks';
import { decodeId } from '@/contracts/ids';
import type { Channel } from '@/contracts/limits';
import type { MessageStatus } from '@/contracts/send';
import type { TrackingWish } from '@/contracts/tracking';
import type { TxCtx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';
import { automationSends } from '@/server/db/schema/automations';
import { sends, templates, templateVersions } from '@/server/db/schema/sends';
import { sendBatch } from '@/server/jobs/events';
import { enqueue } from '@/server/jobs/outbox';
import { decideTracking } from './decide-tracking';
import { recipients, stableWord } from './recipients';
import { senderOf } from './sender';

export type ContactSend = {
  contactId: string;
  channel: Channel;
  /** Id or slug; the version of this moment is sent. */
  template: string;
  from: string | undefined;
  subjects: string[];
  variables: Record<string, unknown>;
  tracking: TrackingWish;
  /** Its run: `{{trigger.…}}` is read from it when the message leaves, so that an erased person leaves nothing here. */
  runId: string;
  /** Who launches: shown as the name of the send, and `origin`. */
  name: string;
  origin: string;
  createdBy: string;
  /** Messages with the same place share a send, and nobody is twice in one; null: a send of its own. */
  place: { versionId: string; stepId: string; entry: number } | null;
};
export type Appended = { sendId: string; messageId: string; status: MessageStatus; templateVersionId: string };

/**
 * Appends one person to the ledger of a step's send, in the caller's transaction; delivery is the ordinary one and begins when that
 * has committed. A person without address, or suppressed, has a row that says so. Called again for the same place it answers the first row.
 * @throws AppError validation_failed when the template is gone or has nothing for the channel
 */
export async function sendToContact(tx: TxCtx, input: ContactSend): Promise<Appended> {
  const { versionId, tracking } = await currentVersion(tx, input);
  const sendId = await placedSend(tx, input, versionId, tracking);
  const target = { orgId: tx.orgId, channel: input.channel, where: sql`c.id = ${input.contactId}::uuid`, slice: null };
  const letter = input.channel === 'email' && input.subjects.length > 1;
  const metadata = JSON.stringify({ automation_run: input.runId });
  // the lock of the send's row gives each message its own position
  const [place] = await tx.db.execute<{ k: number; resumes: number; delayed_ms: string }>(sql`
    update sends set total = total + 1, status = case when status = 'finished' then 'sending' else status end, finished_at = null, updated_at = now()
    where id = ${sendId} returning total - 1 as k, resumes, delayed_ms`);
  const k = place?.k ?? 0;
  const [row] = await tx.db.execute<{ id: string; status: MessageStatus }>(sql`
    insert into messages (org_id, send_id, contact_id, channel, address, status, variant, position, scheduled_at, delayed_ms, metadata)
    select ${tx.orgId}::uuid, ${sendId}::uuid, r.id, ${input.channel}, r.address, r.status, v.variant,
           case when r.status = 'scheduled' then ${k}::int end, case when r.status = 'scheduled' then now() end, ${place?.delayed_ms ?? 0}::bigint,
           ${metadata}::jsonb || case when ${letter}::boolean then jsonb_build_object('subject_variant', substr('ABCDE', v.variant + 1, 1)) else '{}' end
    from (${recipients(target)}) r,
         lateral (select (${stableWord(sql`r.id`, 0)} % ${Math.max(input.subjects.length, 1)}::int)::int as variant) v
    on conflict (send_id, contact_id) do nothing
    returning id, status`);
  if (!row) return alreadyThere(tx, input, sendId, versionId);
  if (row.status === 'scheduled') {
    const due_at = tx.now.toISOString();
    await enqueue(
      tx.db,
      sendBatch({ org_id: tx.orgId, send_id: sendId, first: k, last: k, due_at, round: 0, resumes: place?.resumes ?? 0 }),
    );
  }
  return { sendId, messageId: row.id, status: row.status, templateVersionId: versionId };
}

async function alreadyThere(tx: TxCtx, input: ContactSend, sendId: string, templateVersionId: string): Promise<Appended> {
  const [row] = await tx.db.execute<{ id: string; status: MessageStatus }>(sql`
    with counted as (update sends set total = (select count(*) from messages where send_id = ${sendId}) where id = ${sendId})
    select id, status from messages where send_id = ${sendId} and contact_id = ${input.contactId}`);
  if (!row) throw new AppError('not_found', 'contact not found');
  return { sendId, messageId: row.id, status: row.status, templateVersionId };
}

async function currentVersion(
  tx: TxCtx,
  { template, channel, tracking: own }: ContactSend,
): Promise<{ versionId: string; tracking: TrackingSettings }> {
  const id = decodeId('template', template);
  const [row] = await tx.db
    .select({
      id: templateVersions.id,
      html: templateVersions.html,
      subject: templateVersions.subject,
      sms: templateVersions.sms,
      wish: { track_opens: templates.trackOpens, track_clicks: templates.trackClicks },
      organization: { opens: organization.trackOpens, clicks: organization.trackClicks },
    })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .innerJoin(organization, eq(organization.id, templates.orgId))
    .where(and(eq(templates.orgId, tx.orgId), id ? eq(templates.id, id) : eq(templates.slug, template), isNull(templates.archivedAt)));
  if (!row) throw new AppError('validation_failed', `there is no template "${template}" (any more)`);
  if (channel === 'sms' ? !row.sms.trim() : !row.html.trim() || !row.subject.trim())
    throw new AppError('validation_failed', `the template "${template}" has no content for ${channel}`);
  return { versionId: row.id, tracking: decideTracking({ channel, own, template: row.wish, organization: row.organization }) };
}

/** The send of a place, made by whoever comes first. What is tracked was decided for all of a send: once that is another, so is the send. */
async function placedSend(tx: TxCtx, input: ContactSend, templateVersionId: string, tracking: TrackingSettings): Promise<string> {
  const { place } = input;
  const tracked = { trackOpens: tracking.opens, trackClicks: tracking.clicks };
  const key = place && { orgId: tx.orgId, ...place, templateVersionId, ...tracked };
  if (key) {
    const found = await findPlaced(tx, key);
    if (found) return found;
    await tx.db.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`automation send ${Object.values(key).join(' ')}`}, 0))`);
    const meanwhile = await findPlaced(tx, key);
    if (meanwhile) return meanwhile;
  }
  const [row] = await tx.db
    .insert(sends)
    .values({
      orgId: tx.orgId,
      audienceName: input.name,
      origin: input.origin,
      channel: input.channel,
      status: 'sending',
      fromAddress: senderOf(input.channel, input.from),
      templateVersionId,
      subjectVariants: input.subjects,
      variables: input.variables,
      ...tracked,
      rampMinutes: 0,
      startsAt: tx.now,
      endsAt: tx.now,
      frozenAt: tx.now,
      createdBy: input.createdBy,
    })
    .returning({ id: sends.id });
  if (!row) throw new Error('the send was not written');
  if (key) await tx.db.insert(automationSends).values({ ...key, sendId: row.id });
  return row.id;
}

type Key = {
  orgId: string;
  versionId: string;
  stepId: string;
  entry: number;
  templateVersionId: string;
  trackOpens: boolean;
  trackClicks: boolean;
};

async function findPlaced(tx: TxCtx, key: Key): Promise<string | null> {
  const [row] = await tx.db
    .select({ id: automationSends.sendId })
    .from(automationSends)
    .where(
      and(
        eq(automationSends.orgId, key.orgId),
        eq(automationSends.versionId, key.versionId),
        eq(automationSends.stepId, key.stepId),
        eq(automationSends.entry, key.entry),
        eq(automationSends.templateVersionId, key.templateVersionId),
        eq(automationSends.trackOpens, key.trackOpens),
        eq(automationSends.trackClicks, key.trackClicks),
      ),
    );
  return row?.id ?? null;
}
