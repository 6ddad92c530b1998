import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Step, StepOf } from '@/contracts/automation';
import type { TestInput, TestResult } from '@/contracts/automation-api';
import { waysOf } from '@/contracts/automation-flow';
import { durationMs } from '@/contracts/duration';
import { decodeId } from '@/contracts/ids';
import { checkContact } from '@/server/contacts/check-contact';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { templates, templateVersions } from '@/server/db/schema/sends';
import { compile } from '@/server/templates/interpolate';
import { contactMatches } from './contact-matches';
import { nextLocalTime } from './local-time';
import type { ContactRow } from './run-step';
import { checkedAddress } from './safe-address';
import { fieldPatch } from './set-field';
import { splitWay } from './split-way';
import { stepValues } from './step-values';

export type DryRun = { ctx: Ctx; contact: ContactRow; input: TestInput };
type Tried = Pick<TestResult['steps'][number], 'does' | 'way' | 'ok'>;

const moment = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const says = (does: string, ok = true, way: string | null = null): Tried => ({ does, ok, way });

/** What a step would do with this contact, in words; writes nothing, sends nothing, calls nothing. `way`: of a step that divides, its place. */
export async function tryStep(run: DryRun, step: Step): Promise<Tried> {
  const { ctx, contact } = run;
  switch (step.type) {
    case 'wait':
      return says(`Waits until ${moment(new Date(ctx.now.getTime() + durationMs(step.for)))} (skipped here)`);
    case 'wait_until': {
      const { at, zone } = nextLocalTime(step, contact.timezone, ctx.now);
      return says(`Waits until ${step.time} in ${zone}: ${moment(at)} (skipped here)`);
    }
    case 'wait_for_event': {
      const way = run.input.events === 'happen' ? 'received' : 'timed_out';
      return says(
        `Waits for ${step.event}, at most ${step.timeout}; taken here: ${way === 'received' ? 'it happens' : 'it times out'}`,
        true,
        way,
      );
    }
    case 'send':
      return trySend(run, step);
    case 'tag':
      return says(contact.tags.includes(step.tag) ? `Has the tag ${step.tag} already` : `Adds the tag ${step.tag}`);
    case 'untag':
      return says(contact.tags.includes(step.tag) ? `Removes the tag ${step.tag}` : `Does not have the tag ${step.tag}`);
    case 'set_field':
      return trySetField(run, step);
    case 'add_to_audience':
    case 'remove_from_audience':
      return tryAudience(run, step);
    case 'webhook':
      return checkedAddress(new URL(step.url)).then(
        () => says(`Calls ${step.url}`),
        (error: Error) => says(`Cannot call ${step.url}: ${error.message}`, false),
      );
    case 'branch': {
      const yes = await contactMatches(ctx, step.filter, contact.id);
      return says(yes ? 'Matches: goes on with Yes' : 'Does not match: goes on with No', true, yes ? 'yes' : 'no');
    }
    case 'split': {
      const way = waysOf(step)[splitWay(step, contact.id)];
      return says(`Falls to ${way?.label}`, true, way?.at.join('.') ?? null);
    }
    case 'exit':
      return says('Ends here');
  }
}

async function trySend({ ctx, contact, input }: DryRun, step: StepOf<'send'>): Promise<Tried> {
  const id = decodeId('template', step.template);
  const [row] = await ctx.db
    .select({ name: templates.name, subject: templateVersions.subject, sms: templateVersions.sms })
    .from(templates)
    .innerJoin(templateVersions, and(eq(templateVersions.templateId, templates.id), eq(templateVersions.version, templates.version)))
    .where(
      and(eq(templates.orgId, ctx.orgId), id ? eq(templates.id, id) : eq(templates.slug, step.template), isNull(templates.archivedAt)),
    );
  if (!row) return says(`There is no template "${step.template}"`, false);
  const address = step.channel === 'email' ? contact.email : contact.phone;
  if (!address) return says(`Cannot send ${row.name}: the contact has no ${step.channel === 'email' ? 'email' : 'phone'}`, false);
  const [suppressed] = await ctx.db.execute<{ reason: string }>(sql`
    select reason from suppressions where org_id = ${ctx.orgId}::uuid and channel = ${step.channel} and address = ${address}`);
  if (suppressed) return says(`Does not send ${row.name}: ${address} is suppressed (${suppressed.reason})`, false);
  const values = { ...stepValues({ contact, run: { trigger: { data: input.trigger } } as never }), ...step.variables };
  const subject = compile(step.subject_variants?.[0] ?? row.subject).render(values, 'subject');
  return says(step.channel === 'email' ? `Sends ${row.name} to ${address}: “${subject}”` : `Sends ${row.name} to ${address}`);
}

function trySetField({ contact, input }: DryRun, step: StepOf<'set_field'>): Tried {
  const patch = fieldPatch(step, stepValues({ contact, run: { trigger: { data: input.trigger } } as never }));
  const [issue] = checkContact(patch, contact.country).issues;
  if (issue) return says(`Cannot set ${step.field}: ${issue.message}`, false);
  const value = Object.values(patch.metadata ?? patch)[0];
  return says(value === null ? `Clears ${step.field}` : `Sets ${step.field} to ${JSON.stringify(value)}`);
}

async function tryAudience({ ctx }: DryRun, step: StepOf<'add_to_audience' | 'remove_from_audience'>): Promise<Tried> {
  const id = decodeId('audience', step.audience_id);
  const [row] = id
    ? await ctx.db
        .select({ name: audiences.name })
        .from(audiences)
        .where(and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, id)))
    : [];
  if (!row) return says(`There is no audience ${step.audience_id}`, false);
  return says(step.type === 'add_to_audience' ? `Adds to ${row.name}` : `Removes from ${row.name}`);
}
