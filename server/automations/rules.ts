import type { Definition, StepOf } from '@/contracts/automation';
import type { Ctx } from '@/server/context';
import { BrokenRule, evaluated } from './broken-rule';
import { contactInside, contactMatches } from './contact-matches';
import { currentVersion } from './find-automation';
import type { Version } from './load-version';
import type { Held } from './run-step';

/**
 * What a run's exit rule and branches ask. `own`: as its version says; `mended`: as the automation's current version says, for a rule of
 * an older one that can no longer be evaluated: its owner can correct only the current one.
 */
export type Rules = { whose: 'own' | 'mended'; exit: Definition['exit']; branch: (stepId: string) => StepOf<'branch'>['filter'] | null };

export async function rulesOf(ctx: Ctx, own: Version, automation: { id: string; version: number }, whose: Rules['whose']): Promise<Rules> {
  const version = whose === 'own' ? own : await currentVersion(ctx, automation);
  return {
    whose,
    exit: version.definition.exit,
    branch: (stepId) => {
      const step = version.places.get(stepId)?.step;
      return step?.type === 'branch' ? step.filter : null;
    },
  };
}

type Asking = Pick<Held, 'ctx' | 'run' | 'contact' | 'rules'>;

/**
 * Why the contact must not go on, looked at before each step: it is not in the audience of the exit rule, or no longer matches the filter.
 * (The goal ends a run where the event is recorded.) Null: it goes on. A test run is not asked. @throws BrokenRule
 */
export async function exitReason({ ctx, run, contact, rules: { exit } }: Asking): Promise<string | null> {
  if (run.isTest) return null;
  return evaluated(`exit rule, looked at before the step “${run.stepId}”,`, async () => {
    if (exit.leaves_audience && !(await contactInside(ctx, exit.leaves_audience, contact.id))) return 'left_audience';
    if (exit.unless && !(await contactMatches(ctx, exit.unless, contact.id))) return 'no_longer_matches';
    return null;
  });
}

/** Whether the contact takes the way `yes`. A test run fails where others wait. @throws BrokenRule */
export async function takesYes({ ctx, run, contact, rules }: Asking, step: StepOf<'branch'>): Promise<boolean> {
  const filter = rules.branch(step.id);
  const what = `branch “${step.id}”`;
  if (!filter) throw new BrokenRule(what, 'the current version has no such branch', true);
  const asked = () => contactMatches(ctx, filter, contact.id);
  return run.isTest ? asked() : evaluated(what, asked);
}
