import {
  CalendarClock,
  Clock,
  Globe,
  LogOut,
  type LucideIcon,
  Mail,
  MessageSquare,
  PencilLine,
  Radio,
  Shuffle,
  Split,
  Tag,
  UserMinus,
  UserPlus,
} from 'lucide-react';
import type { Definition, Step, StepType, Trigger } from '@/contracts/automation';

export const stepWords: Record<StepType, { label: string; hint: string; icon: LucideIcon }> = {
  send: { label: 'Send', hint: 'an email or a text message', icon: Mail },
  wait: { label: 'Wait', hint: 'for a while', icon: Clock },
  wait_until: { label: 'Wait until', hint: 'a time of day', icon: CalendarClock },
  wait_for_event: { label: 'Wait for an event', hint: 'with a way for each outcome', icon: Radio },
  branch: { label: 'Branch', hint: 'on a filter', icon: Split },
  split: { label: 'Split', hint: 'by percentage', icon: Shuffle },
  tag: { label: 'Add a tag', hint: 'to the contact', icon: Tag },
  untag: { label: 'Remove a tag', hint: 'from the contact', icon: Tag },
  set_field: { label: 'Set a field', hint: 'of the contact', icon: PencilLine },
  add_to_audience: { label: 'Add to a list', hint: 'as a member', icon: UserPlus },
  remove_from_audience: { label: 'Remove from a list', hint: 'the contact stays', icon: UserMinus },
  webhook: { label: 'Call a webhook', hint: 'of another system', icon: Globe },
  exit: { label: 'End here', hint: 'before the rest', icon: LogOut },
};

export const iconOf = (step: Step): LucideIcon =>
  step.type === 'send' && step.channel === 'sms' ? MessageSquare : stepWords[step.type].icon;

const units = { W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' } as const;

/** `P1DT12H` → "1 day 12 hours". */
function durationWords(text: string): string {
  const parts = [...text.matchAll(/(\d+)([WDHMS])/g)].map(
    ([, n, unit]) => `${n} ${units[unit as keyof typeof units]}${n === '1' ? '' : 's'}`,
  );
  return parts.join(' ') || text;
}

const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** `[1, 2]` → "Mon Tue"; nothing for every day. */
const weekdayWords = (weekdays: readonly number[] | undefined): string =>
  !weekdays || weekdays.length > 6 ? '' : inRow(weekdays) ? `${name(weekdays[0])}–${name(weekdays.at(-1))}` : weekdays.map(name).join(' ');
const name = (day = 0) => days[day - 1] ?? String(day);
const inRow = (weekdays: readonly number[]) =>
  weekdays.length > 2 && weekdays.every((day, i) => i === 0 || day === (weekdays[i - 1] ?? 0) + 1);

export type Names = { audience: (id: string) => string | undefined; template: (idOrSlug: string) => string | undefined };

/** What a step does, in a line. */
export function stepLine(step: Step, names: Names): string {
  const audience = (id: string) => (id ? (names.audience(id) ?? id) : 'choose a list');
  switch (step.type) {
    case 'wait':
      return durationWords(step.for);
    case 'wait_until':
      return [step.time, weekdayWords(step.weekdays), step.timezone === 'contact' ? 'local time of the contact' : step.timezone]
        .filter(Boolean)
        .join(', ');
    case 'wait_for_event':
      return step.event ? `${step.event}, at most ${durationWords(step.timeout)}` : 'choose an event';
    case 'send':
      return step.template ? (names.template(step.template) ?? step.template) : 'choose a template';
    case 'tag':
    case 'untag':
      return step.tag || 'choose a tag';
    case 'set_field':
      return `${step.field} = ${step.value === null ? 'nothing' : String(step.value)}`;
    case 'add_to_audience':
    case 'remove_from_audience':
      return audience(step.audience_id);
    case 'webhook':
      return step.url || 'choose an address';
    case 'branch':
      return Object.keys((step.filter.where ?? {}) as object).length ? 'does the contact match the filter?' : 'choose a filter';
    case 'split':
      return step.ways.map((way) => `${way.percent} %`).join(' / ');
    case 'exit':
      return step.reason ?? 'the run ends';
  }
}

export function triggerLine(trigger: Trigger, names: Names): string {
  const audience = (id: string) => (id ? (names.audience(id) ?? id) : 'an audience');
  switch (trigger.type) {
    case 'audience':
      return `A contact ${trigger.on} ${audience(trigger.audience_id)}`;
    case 'event':
      return trigger.event ? `A contact does ${trigger.event}` : 'A contact does something';
    case 'schedule':
      return `${trigger.cron} (${trigger.timezone}), for everybody in ${audience(trigger.audience_id)}`;
    case 'webhook':
      return 'Another system calls a webhook';
  }
}

const reentry = {
  once: 'Each contact once ever',
  one_at_a_time: 'Again when the last run is over',
  every_time: 'Every time',
} as const;

export function rulesLine({ entry, exit }: Definition): string {
  const parts: string[] = [reentry[entry?.reentry ?? 'one_at_a_time']];
  if (entry?.min_gap) parts.push(`at least ${durationWords(entry.min_gap)} apart`);
  if (entry?.filter) parts.push('only who matches a filter');
  if (exit?.leaves_audience) parts.push('ends on leaving the audience');
  if (exit?.goal) parts.push(`ends on ${exit.goal.event || 'an event'}`);
  if (exit?.unless) parts.push('ends for who no longer matches');
  return parts.join(' · ');
}
