import type { Definition, Trigger } from '@/contracts/automation';
import { walk } from '@/contracts/automation-flow';
import { decodeId } from '@/contracts/ids';
import { nextTime } from './next-time';

/** What of a trigger stands in columns. `nextAt` counts from `now`, and only while the automation is active. */
export const triggerColumns = (trigger: Trigger, active: boolean, now: Date) => ({
  triggerType: trigger.type,
  triggerAudienceId: trigger.type === 'audience' || trigger.type === 'schedule' ? decodeId('audience', trigger.audience_id) : null,
  triggerOn: trigger.type === 'audience' ? trigger.on : null,
  triggerEvent: trigger.type === 'event' ? trigger.event : null,
  nextAt: trigger.type === 'schedule' && active ? nextTime(trigger, now) : null,
});

/** Names of the events that a definition reacts to. */
export function eventNames({ trigger, exit, steps }: Definition): string[] {
  const names = new Set<string>();
  if (trigger.type === 'event') names.add(trigger.event);
  if (exit.goal) names.add(exit.goal.event);
  walk(steps, ['steps'], null, ({ step }) => {
    if (step.type === 'wait_for_event') names.add(step.event);
  });
  return [...names];
}

/** Uuids of the audiences whose changes a definition reacts to. */
export function watchedBy({ trigger, exit }: Definition): string[] {
  const ids = [trigger.type === 'audience' ? trigger.audience_id : null, exit.leaves_audience ?? null];
  return [...new Set(ids.flatMap((id) => (id ? (decodeId('audience', id) ?? []) : [])))];
}
