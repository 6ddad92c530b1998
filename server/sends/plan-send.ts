import { and, eq, isNull, type SQL } from 'drizzle-orm';
import { invalid, notFound } from '@/contracts/errors';
import type { TrackingSettings } from '@/contracts/hooks';
import { decodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import type { SendInput } from '@/contracts/send';
import { audienceWhere, filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { TxCtx } from '@/server/context';
import { organization } from '@/server/db/schema/auth';
import { audiences } from '@/server/db/schema/contacts';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { decideTracking, refusedTracking } from './decide-tracking';
import type { Slice, Target } from './recipients';
import { resolveStart, type Start } from './resolve-start';
import { senderOf } from './sender';

/**
 * Whom a send is for: an audience (raw uuid), or the people of a filter. `origin` says who asks (`campaign:<uuid>`,
 * `automation:<uuid>`), `name` what to call them. `among`: they were determined already; the send takes exactly those and is frozen now;
 * `part` says which part of all they are.
 */
export type FilterTarget = { filter: Filter; origin: string; name?: string; among?: SQL; campaignRunId?: string; part?: Slice };
export type ScheduleInput = SendInput & ({ audienceId: string } | FilterTarget);
export type Warning = Start['warnings'][number];
export type AudienceRow = typeof audiences.$inferSelect;
export type TemplateRow = { id: string; name: string; slug: string };
export type VersionRow = typeof templateVersions.$inferSelect;

/** A request to send, checked and resolved: everything but the members. */
export type Plan = {
  /** Null: the people of a filter. */
  audience: AudienceRow | null;
  aim: FilterTarget | null;
  target: Target;
  from: string;
  template: TemplateRow;
  version: VersionRow;
  /** As asked for; empty: the template's own subject. */
  subjects: string[];
  tracking: TrackingSettings;
  start: Start;
  endsAt: Date;
  /** The audience or filter is evaluated when the send starts, not now. */
  later: boolean;
  warnings: Warning[];
};

/**
 * Checks a send before its members are looked at. Preview and send both begin here.
 * @throws AppError not_found (audience); validation_failed with the path of what is wrong
 */
export async function planSend(ctx: TxCtx, input: ScheduleInput): Promise<Plan> {
  const aim = 'filter' in input ? input : null;
  const audience = 'audienceId' in input ? await findAudience(ctx, input.audienceId) : null;
  const { slice = null } = input;
  if (slice && slice.index >= slice.of)
    throw invalid(['slice', 'index'], 'out_of_range', `slice.index must be below slice.of (${slice.of})`);
  const start = resolveStart(input, ctx.now);
  const { template, version, wish, organization: settings } = await findTemplate(ctx, input.template);
  checkContent(input, version);
  const asked = { channel: input.channel, organization: settings, own: input, template: wish };
  const tracking = decideTracking(asked);
  checkSubjectTest(input, tracking);
  return {
    audience,
    aim,
    target: { orgId: ctx.orgId, channel: input.channel, where: await whereOf(ctx, audience, aim), slice },
    from: senderOf(input.channel, input.from),
    template,
    version,
    subjects: input.subject_variants ?? [],
    tracking,
    start,
    endsAt: new Date(start.startsAt.getTime() + (input.ramp_minutes + (input.subject_test?.wait_minutes ?? 0)) * 60_000),
    later: (audience ? audience.segmentType === 'dynamic' : !aim?.among) && start.startsAt > ctx.now,
    warnings: [...start.warnings, ...refusedTracking(asked)],
  };
}

async function whereOf(ctx: TxCtx, audience: AudienceRow | null, aim: FilterTarget | null): Promise<SQL> {
  if (audience) return audienceWhere(ctx, audience);
  if (!aim) throw new Error('a send to nobody');
  return aim.among ?? filterWhere(ctx, readFilter(aim.filter).filter);
}

async function findAudience(ctx: TxCtx, id: string): Promise<AudienceRow> {
  const [row] = await ctx.db
    .select()
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)));
  if (!row) throw notFound('audience');
  return row;
}

async function findTemplate(ctx: TxCtx, slugOrId: string) {
  const id = decodeId('template', slugOrId);
  const [row] = await ctx.db
    .select({
      template: { id: templates.id, name: templates.name, slug: templates.slug },
      version: templateVersions,
      wish: { track_opens: templates.trackOpens, track_clicks: templates.trackClicks },
      organization: { opens: organization.trackOpens, clicks: organization.trackClicks },
    })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .innerJoin(organization, eq(organization.id, templates.orgId))
    .where(and(eq(templates.orgId, ctx.orgId), id ? eq(templates.id, id) : eq(templates.slug, slugOrId), isNull(templates.archivedAt)));
  if (!row) throw invalid(['template'], 'unknown_template', `no template "${slugOrId}"`);
  return row;
}

function checkContent(input: ScheduleInput, version: VersionRow): void {
  if (input.channel === 'sms') {
    if (input.subject_variants) throw invalid(['subject_variants'], 'email_only', 'a text message has no subject');
    for (const field of ['track_opens', 'track_clicks'] as const)
      if (input[field]) throw invalid([field], 'email_only', 'a text message is not tracked');
    if (!version.sms.trim()) throw invalid(['template'], 'no_content', 'the template has no text for SMS');
  } else if (!version.html.trim() || !version.subject.trim()) {
    throw invalid(['template'], 'no_content', 'the template has no email content');
  }
}

/** What a test of subjects cannot be combined with. */
function checkSubjectTest({ channel, subject_test: test, subject_variants, slice }: ScheduleInput, tracking: TrackingSettings): void {
  if (!test) return;
  if (channel === 'sms') throw invalid(['subject_test'], 'email_only', 'a text message has no subject to test');
  if (!subject_variants) throw invalid(['subject_test'], 'needs_subjects', 'a test needs two subjects or more: `subject_variants`');
  if (slice)
    throw invalid(['slice'], 'conflict', 'a slice has no test of its own: send a larger audience as a campaign, whose slices share one');
  if (!tracking[test.by])
    throw invalid(['subject_test', 'by'], 'not_tracked', `${test.by} are not tracked in this send, so they cannot decide`);
}
