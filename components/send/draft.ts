import type { Channel } from '@/contracts/limits';
import type { SendBody } from '@/contracts/send';
import type { SubjectTestInput } from '@/contracts/subject-test';
import type { Template } from '@/contracts/template';
import { localZone } from '../format';

/** The Send drawer while it is filled in. */
export type Draft = {
  channel: Channel;
  from: string;
  template: Template | null;
  /** By name; an empty one is left to the contact's own value. */
  variables: Record<string, string>;
  /** One: the template's own subject. Two to five: each goes to its share of the people. */
  subjects: string[];
  /** Of the subjects, on a part of the people; null: over everybody. */
  test: SubjectTestInput | null;
  when: 'now' | 'later';
  date: string;
  time: string;
  zone: string;
  ramp: number;
  /** null: as the template or the organization says. */
  track_opens: boolean | null;
  track_clicks: boolean | null;
};

const pad = (n: number) => String(n).padStart(2, '0');

/** Later means tomorrow at nine, in the reader's zone, until changed. */
export function newDraft(): Draft {
  const tomorrow = new Date(Date.now() + 86_400_000);
  return {
    channel: 'email',
    from: '',
    template: null,
    variables: {},
    subjects: [],
    test: null,
    when: 'now',
    date: `${tomorrow.getFullYear()}-${pad(tomorrow.getMonth() + 1)}-${pad(tomorrow.getDate())}`,
    time: '09:00',
    zone: localZone(),
    ramp: 0,
    track_opens: null,
    track_clicks: null,
  };
}

export const filled = (variables: Record<string, string>) =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));

/** What would be sent; null while something is missing. `from` may be a stand-in while only the reach is asked for. */
export function sendBody(draft: Draft, from = draft.from.trim()): SendBody | null {
  if (!draft.template || !from) return null;
  if (draft.when === 'later' && !(draft.date && draft.time && draft.zone)) return null;
  const subjects = draft.subjects.map((subject) => subject.trim());
  if (draft.channel === 'email' && subjects.length > 1 && subjects.some((subject) => !subject)) return null;
  return {
    channel: draft.channel,
    from,
    template: draft.template.id,
    variables: filled(draft.variables),
    ramp_minutes: draft.ramp,
    ...(draft.channel === 'email' && draft.track_opens !== null ? { track_opens: draft.track_opens } : {}),
    ...(draft.channel === 'email' && draft.track_clicks !== null ? { track_clicks: draft.track_clicks } : {}),
    ...(draft.channel === 'email' && subjects.length > 1
      ? { subject_variants: subjects, ...(draft.test && { subject_test: draft.test }) }
      : {}),
    ...(draft.when === 'later' ? { scheduled_local: `${draft.date} ${draft.time}`, scheduled_at_tz: draft.zone } : {}),
  };
}

export const letter = (index: number) => String.fromCharCode(65 + index);
