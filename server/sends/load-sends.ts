import { and, eq, getTableColumns, type SQL } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Send } from '@/contracts/send';
import type { Executor } from '@/server/db/client';
import { sends, templates, templateVersions } from '@/server/db/schema/sends';
import { countLedger, sumUp } from './count-ledger';
import { loadSubjectTests } from './load-subject-tests';
import { among } from './lock-sends';

const LETTERS = 'ABCDE';

/** Sends as answers show them, their ledgers counted in one query for all. `order` and `limit` as the caller needs. */
export async function loadSends(db: Executor, where: SQL | undefined, order: SQL, limit: number): Promise<Send[]> {
  const rows = await db
    .select({
      ...getTableColumns(sends),
      templateId: templates.id,
      templateName: templates.name,
      templateVersion: templateVersions.version,
      templateSubject: templateVersions.subject,
    })
    .from(sends)
    .innerJoin(templateVersions, and(eq(templateVersions.orgId, sends.orgId), eq(templateVersions.id, sends.templateVersionId)))
    .innerJoin(templates, eq(templates.id, templateVersions.templateId))
    .where(where)
    .orderBy(order)
    .limit(limit);
  if (!rows.length) return [];
  const counts = await countLedger(db, among(rows));
  const tests = await loadSubjectTests(
    db,
    rows.flatMap((r) => r.subjectTestId ?? []),
  );
  return rows.map((row) => {
    const mine = counts.filter((c) => c.send_id === row.id);
    const subjects = row.subjectVariants.length ? row.subjectVariants : [row.channel === 'email' ? row.templateSubject : ''];
    return {
      id: encodeId('send', row.id),
      audience_id: row.audienceId && encodeId('audience', row.audienceId),
      audience_name: row.audienceName,
      origin: originOf(row.origin),
      channel: row.channel,
      status: row.status,
      from: row.fromAddress,
      template_id: encodeId('template', row.templateId),
      template_name: row.templateName,
      template_version: row.templateVersion,
      subject_variants: row.subjectVariants,
      subject_test: tests.get(row.subjectTestId ?? '') ?? null,
      variables: row.variables as Send['variables'],
      track_opens: row.trackOpens,
      track_clicks: row.trackClicks,
      ramp_minutes: row.rampMinutes,
      scheduled_local: row.scheduledLocal,
      scheduled_at_tz: row.scheduledTz,
      slice: row.sliceIndex === null || row.sliceOf === null ? null : { index: row.sliceIndex, of: row.sliceOf },
      starts_at: row.startsAt.toISOString(),
      ends_at: row.endsAt.toISOString(),
      counts: sumUp(mine),
      variants: subjects.map((subject, i) => ({
        letter: LETTERS.charAt(i),
        subject,
        counts: sumUp(mine.filter((c) => c.variant === i)),
      })),
      created_at: row.createdAt.toISOString(),
      paused_at: row.status === 'paused' ? (row.pausedAt?.toISOString() ?? null) : null,
      finished_at: row.finishedAt?.toISOString() ?? null,
    };
  });
}

/** `campaign:<uuid>` as the API writes it. */
function originOf(origin: string | null): Send['origin'] {
  const [type, id] = origin?.split(':') ?? [];
  if ((type !== 'campaign' && type !== 'automation') || !id) return null;
  return { type, id: encodeId(type, id) };
}
