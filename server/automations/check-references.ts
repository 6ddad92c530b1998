import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import type { Definition, EventMatch, Step, StepOf } from '@/contracts/automation';
import { type StepPath, walk } from '@/contracts/automation-flow';
import { AppError, type Issue } from '@/contracts/errors';
import { decodeId, encodeId } from '@/contracts/ids';
import type { Filter } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { senderOf } from '@/server/sends/sender';

import { atStep } from './check-structure';
import { parseEventMatch } from './event-matches';
import { addressProblem } from './safe-address';
import { fieldProblem } from './set-field';

type Found = {
  audiences: Map<string, { kind: string }>;
  templates: Map<string, { html: string; subject: string; sms: string }>;
};
type Say = (path: StepPath, code: string, message: string) => Issue;

/** What is wrong with what a definition names: audiences, templates, filters, fields, addresses. */
export async function checkReferences(ctx: Ctx, definition: Definition): Promise<Issue[]> {
  const found = await load(ctx, definition);
  const say: Say = (path, code, message) => ({ path, code, message });
  const issues: Issue[] = [];
  const audience = (id: string, path: StepPath, tell: Say, list = false) => {
    const row = found.audiences.get(id);
    if (!row) issues.push(tell(path, 'unknown_audience', id ? `there is no audience ${id}` : 'choose an audience'));
    else if (list && row.kind !== 'list') issues.push(tell(path, 'not_a_list', 'only a list takes members by hand'));
  };
  const filter = async (input: Filter, path: StepPath, tell: Say) => issues.push(...(await filterIssues(ctx, input, path, tell)));
  const event = (match: EventMatch, path: StepPath, tell: Say) => issues.push(...eventIssues(match, path, tell));

  const { trigger, entry, exit } = definition;
  if (trigger.type === 'audience' || trigger.type === 'schedule') audience(trigger.audience_id, ['trigger', 'audience_id'], say);
  if (trigger.type === 'event') event(trigger, ['trigger'], say);
  if (entry.filter) await filter(entry.filter, ['entry', 'filter'], say);
  if (exit.leaves_audience) audience(exit.leaves_audience, ['exit', 'leaves_audience'], say);
  if (exit.goal) event(exit.goal, ['exit', 'goal'], say);
  if (exit.unless) await filter(exit.unless, ['exit', 'unless'], say);

  const steps: { step: Step; path: StepPath }[] = [];
  walk(definition.steps, ['steps'], null, ({ step, path }) => steps.push({ step, path }));
  for (const { step, path } of steps) {
    const tell: Say = (at, code, message) => atStep(step, at, code, message);
    if (step.type === 'branch') await filter(step.filter, [...path, 'filter'], tell);
    if (step.type === 'wait_for_event') event(step, path, tell);
    if (step.type === 'add_to_audience' || step.type === 'remove_from_audience')
      audience(step.audience_id, [...path, 'audience_id'], tell, true);
    if (step.type === 'send') issues.push(...sendIssues(step, path, found));
    if (step.type === 'set_field') {
      const problem = fieldProblem(step);
      if (problem) issues.push(tell([...path, problem.key], 'invalid_field', problem.message));
    }
    if (step.type === 'webhook') {
      const problem = addressProblem(step.url);
      if (problem) issues.push(tell([...path, 'url'], 'refused_url', problem));
    }
  }
  return issues;
}

async function filterIssues(ctx: Ctx, input: Filter, path: StepPath, tell: Say): Promise<Issue[]> {
  try {
    await filterWhere(ctx, readFilter(input, path).filter);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.issues.map((issue) => tell(issue.path[0] === path[0] ? issue.path : path, issue.code, issue.message));
  }
}

function eventIssues(match: EventMatch, path: StepPath, tell: Say): Issue[] {
  const result = parseEventMatch(match);
  if (result.ok) return [];
  // paths of the parser begin with where.$did
  return result.issues.map((issue) => tell([...path, ...issue.path.slice(2)], issue.code, issue.message));
}

function sendIssues(step: StepOf<'send'>, path: StepPath, found: Found): Issue[] {
  const issues: Issue[] = [];
  const version = found.templates.get(step.template);
  if (!version) issues.push(atStep(step, [...path, 'template'], 'unknown_template', `there is no template "${step.template}"`));
  else if (step.channel === 'sms' ? !version.sms.trim() : !version.html.trim() || !version.subject.trim())
    issues.push(atStep(step, [...path, 'template'], 'no_content', `the template has no content for ${step.channel}`));
  if (step.channel === 'sms' && step.subject_variants)
    issues.push(atStep(step, [...path, 'subject_variants'], 'email_only', 'a text message has no subject'));
  for (const field of ['track_opens', 'track_clicks'] as const)
    if (step.channel === 'sms' && step[field]) issues.push(atStep(step, [...path, field], 'email_only', 'a text message is not tracked'));
  try {
    senderOf(step.channel, step.from);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    issues.push(atStep(step, [...path, 'from'], error.issues[0]?.code ?? 'invalid_from', error.message));
  }
  return issues;
}

async function load(ctx: Ctx, definition: Definition): Promise<Found> {
  const wanted = new Set<string>();
  const named = new Set<string>();
  const { trigger, exit } = definition;
  if (trigger.type === 'audience' || trigger.type === 'schedule') wanted.add(trigger.audience_id);
  if (exit.leaves_audience) wanted.add(exit.leaves_audience);
  walk(definition.steps, ['steps'], null, ({ step }) => {
    if (step.type === 'add_to_audience' || step.type === 'remove_from_audience') wanted.add(step.audience_id);
    if (step.type === 'send') named.add(step.template);
  });
  const ids = [...wanted].flatMap((id) => decodeId('audience', id) ?? []);
  const rows = ids.length
    ? await ctx.db
        .select({ id: audiences.id, kind: audiences.kind })
        .from(audiences)
        .where(and(eq(audiences.orgId, ctx.orgId), inArray(audiences.id, ids)))
    : [];
  return { audiences: new Map(rows.map((row) => [encodeId('audience', row.id), row])), templates: await loadTemplates(ctx, [...named]) };
}

async function loadTemplates(ctx: Ctx, names: string[]): Promise<Found['templates']> {
  if (!names.length) return new Map();
  const ids = names.flatMap((name) => decodeId('template', name) ?? []);
  const rows = await ctx.db
    .select({
      id: templates.id,
      slug: templates.slug,
      html: templateVersions.html,
      subject: templateVersions.subject,
      sms: templateVersions.sms,
    })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .where(
      and(
        eq(templates.orgId, ctx.orgId),
        isNull(templates.archivedAt),
        or(inArray(templates.slug, names), ids.length ? inArray(templates.id, ids) : undefined),
      ),
    );
  return new Map(rows.flatMap((row) => [[row.slug, row] as const, [encodeId('template', row.id), row] as const]));
}
