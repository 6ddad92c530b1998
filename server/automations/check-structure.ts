import { automationLimits, type Definition, type Step } from '@/contracts/automation';
import { alwaysEnds, type StepPath, walk, waysOf } from '@/contracts/automation-flow';
import { durationMs } from '@/contracts/duration';
import type { Issue } from '@/contracts/errors';
import { isZone } from '@/server/sends/resolve-start';
import { nextTime } from './next-time';

const DAY = 86_400_000;

/** One thing wrong at a step, with its id in the message. */
export const atStep = (step: Pick<Step, 'id'>, path: StepPath, code: string, message: string): Issue => ({
  path,
  code,
  message: `step ${step.id}: ${message}`,
});

/** What is wrong with a definition by itself: ids, ways, times. Needs no database. A tree cannot loop, so nothing looks for loops. */
export function checkStructure(definition: Definition): Issue[] {
  const issues: Issue[] = [];
  const seen = new Set<string>();
  let steps = 0;
  if (!definition.steps.length) issues.push({ path: ['steps'], code: 'no_steps', message: 'an automation needs at least one step' });
  walk(definition.steps, ['steps'], null, ({ step, path }, depth) => {
    steps++;
    if (seen.has(step.id)) issues.push(atStep(step, [...path, 'id'], 'duplicate_step_id', 'another step has this id'));
    seen.add(step.id);
    if (depth === automationLimits.depth + 1)
      issues.push(atStep(step, path, 'too_deep', `branches are nested more than ${automationLimits.depth} deep`));
    issues.push(...checkWays(step, path), ...checkTimes(step, path));
  });
  if (steps > automationLimits.steps)
    issues.push({ path: ['steps'], code: 'too_many_steps', message: `${steps} steps; the most is ${automationLimits.steps}` });
  issues.push(...unreachable(definition.steps, ['steps']), ...checkTrigger(definition));
  return issues;
}

function checkWays(step: Step, path: StepPath): Issue[] {
  const ways = waysOf(step);
  const issues: Issue[] = [];
  if (ways.length && ways.every((way) => !way.steps.length)) issues.push(atStep(step, path, 'empty_branch', 'none of its ways has a step'));
  if (step.type === 'split') {
    const sum = step.ways.reduce((total, way) => total + way.percent, 0);
    if (Math.abs(sum - 100) > 0.001)
      issues.push(atStep(step, [...path, 'ways'], 'percent_sum', `the percentages add up to ${sum}, not 100`));
  }
  return issues;
}

function checkTimes(step: Step, path: StepPath): Issue[] {
  if (step.type === 'wait') return checkWait(step, 'for', step.for, path);
  if (step.type === 'wait_for_event') return checkWait(step, 'timeout', step.timeout, path);
  if (step.type !== 'wait_until') return [];
  const bad = (key: 'timezone' | 'fallback_timezone') =>
    (key === 'timezone' && step.timezone === 'contact') || isZone(step[key])
      ? []
      : [atStep(step, [...path, key], 'unknown_timezone', `unknown time zone "${step[key]}"; expected an IANA name such as Europe/Berlin`)];
  return [...bad('timezone'), ...bad('fallback_timezone')];
}

function checkWait(step: Step, key: string, text: string, path: StepPath): Issue[] {
  const ms = durationMs(text);
  if (ms > 0 && ms <= automationLimits.waitDays * DAY) return [];
  const message = ms > 0 ? `waits at most ${automationLimits.waitDays} days` : 'waits for no time at all';
  return [atStep(step, [...path, key], 'wait_out_of_range', message)];
}

/** The first step in each list that nobody comes to, because all who come before it end. */
function unreachable(steps: readonly Step[], path: StepPath): Issue[] {
  const end = steps.findIndex((step) => alwaysEnds([step]));
  const lost = end >= 0 ? steps[end + 1] : undefined;
  const here = lost
    ? [atStep(lost, [...path, end + 1], 'unreachable', `nobody comes here: everybody ends before, at ${steps[end]?.id}`)]
    : [];
  const inside = steps.flatMap((step, i) => waysOf(step).flatMap((way) => unreachable(way.steps, [...path, i, ...way.at])));
  return [...here, ...inside];
}

function checkTrigger({ trigger, entry }: Definition): Issue[] {
  const issues: Issue[] = [];
  if (entry.min_gap !== undefined && !(durationMs(entry.min_gap) > 0))
    issues.push({ path: ['entry', 'min_gap'], code: 'invalid', message: 'a gap of no time at all' });
  if (trigger.type !== 'schedule') return issues;
  if (!isZone(trigger.timezone))
    issues.push({ path: ['trigger', 'timezone'], code: 'unknown_timezone', message: `unknown time zone "${trigger.timezone}"` });
  else if (!nextTime(trigger, new Date()))
    issues.push({ path: ['trigger', 'cron'], code: 'invalid_cron', message: 'not a cron pattern of five fields with a next time' });
  return issues;
}
