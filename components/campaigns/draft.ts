import type { Campaign } from '@/contracts/campaign';
import type { Channel } from '@/contracts/limits';
import type { SubjectTestInput } from '@/contracts/subject-test';
import type { Template } from '@/contracts/template';
import { localZone } from '../format';
import { filled } from '../send/draft';
import { type Pattern, patternOf, toCron } from './pattern';

export type ChannelDraft = { channel: Channel; template: Template | null; from: string; subjects: string[]; test: SubjectTestInput | null };
/** A day and a clock time, `YYYY-MM-DD` and `HH:mm`; an empty day: none. */
export type Moment = { date: string; time: string };
export type Named = { id: string; name: string };

/** A campaign while it is filled in. */
export type Draft = {
  name: string;
  include: Named[];
  exclude: Named[];
  channels: ChannelDraft[];
  variables: Record<string, string>;
  ramp: number;
  /** null: as the template or the organization says. */
  track_opens: boolean | null;
  track_clicks: boolean | null;
  when: 'now' | 'later' | 'recurring';
  start: Moment;
  end: Moment;
  zone: string;
  pattern: Pattern;
  oncePerPerson: boolean;
  goalEvent: string;
  goalDays: number;
};

const pad = (n: number) => String(n).padStart(2, '0');
const tomorrow = () => {
  const at = new Date(Date.now() + 86_400_000);
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
};

/** @param template what it begins with, as a send does */
export const newDraft = (template: Template | null = null): Draft => ({
  name: '',
  include: [],
  exclude: [],
  channels: [{ channel: 'email', template, from: '', subjects: template ? [template.source.subject] : [], test: null }],
  variables: {},
  ramp: 0,
  track_opens: null,
  track_clicks: null,
  when: 'later',
  start: { date: tomorrow(), time: '09:00' },
  end: { date: '', time: '18:00' },
  zone: localZone(),
  pattern: { every: 'week', time: '09:00', weekdays: [1], day: '1', cron: '0 9 * * 1' },
  oncePerPerson: false,
  goalEvent: '',
  goalDays: 7,
});

/** A saved campaign, to be edited. */
export function draftOf(campaign: Campaign, templates: readonly Template[]): Draft {
  const { schedule, recurring, goal } = campaign;
  const named = (list: Campaign['audiences']['include']) => list.flatMap(({ id, name }) => (id ? [{ id, name }] : []));
  const fresh = newDraft();
  return {
    name: campaign.name,
    include: named(campaign.audiences.include),
    exclude: named(campaign.audiences.exclude),
    channels: campaign.channels.map((each) => {
      const template = templates.find((t) => t.id === each.template_id) ?? null;
      const subjects = each.subject_variants.length ? each.subject_variants : template ? [template.source.subject] : [];
      return { channel: each.channel, template, from: each.from ?? '', subjects, test: each.subject_test };
    }),
    variables: Object.fromEntries(Object.entries(campaign.variables).map(([key, value]) => [key, String(value ?? '')])),
    ramp: campaign.ramp_minutes,
    track_opens: campaign.track_opens,
    track_clicks: campaign.track_clicks,
    when: recurring ? 'recurring' : schedule.start_at ? 'later' : 'now',
    start: schedule.start_at ? momentOf(schedule.start_at, schedule.timezone) : { ...fresh.start, ...(recurring && { date: '' }) },
    end: schedule.end_at ? momentOf(schedule.end_at, schedule.timezone) : fresh.end,
    zone: schedule.timezone,
    pattern: recurring ? patternOf(recurring.cron) : fresh.pattern,
    oncePerPerson: recurring?.once_per_person ?? false,
    goalEvent: goal?.event ?? '',
    goalDays: goal?.within_days ?? 7,
  };
}

/** An instant on the clock of a zone. */
function momentOf(iso: string, zone: string): Moment {
  const [date = '', time = ''] = new Date(iso).toLocaleString('sv-SE', { timeZone: zone }).split(' ');
  return { date, time: time.slice(0, 5) };
}

const moment = ({ date, time }: Moment) => (date ? `${date} ${time || '00:00'}` : null);

/** The times, as the server takes them. */
export const scheduleOf = (draft: Draft) => ({
  schedule: {
    startAt: draft.when === 'now' ? null : moment(draft.start),
    endAt: draft.when === 'recurring' ? moment(draft.end) : null,
    timezone: draft.zone,
  },
  recurring: draft.when === 'recurring' ? { cron: toCron(draft.pattern), oncePerPerson: draft.oncePerPerson } : null,
});

/** What would be saved. Subjects that only repeat the template's own are left to it. */
export function bodyOf(draft: Draft) {
  const ids = (list: Named[]) => list.map(({ id }) => id);
  return {
    name: draft.name.trim(),
    ...(draft.include.length && { audiences: { include: ids(draft.include), exclude: ids(draft.exclude) } }),
    channels: draft.channels.map((each) => {
      const subjects = each.subjects.map((subject) => subject.trim()).filter(Boolean);
      const tested = each.channel === 'email' && subjects.length > 1;
      return {
        channel: each.channel,
        ...(each.template && { templateId: each.template.id }),
        ...(each.from.trim() && { from: each.from.trim() }),
        ...(tested && { subjectVariants: subjects }),
        ...(tested && each.test && { subjectTest: { share: each.test.share, waitMinutes: each.test.wait_minutes, by: each.test.by } }),
      };
    }),
    variables: filled(draft.variables),
    rampMinutes: draft.ramp,
    trackOpens: draft.track_opens,
    trackClicks: draft.track_clicks,
    ...scheduleOf(draft),
    goal: draft.goalEvent.trim() ? { event: draft.goalEvent.trim(), withinDays: draft.goalDays } : null,
  };
}

/** What a launch still lacks, in words; null: nothing. */
export function missing(draft: Draft): string | null {
  if (!draft.name.trim()) return 'Give the campaign a name';
  if (!draft.include.length) return 'Choose an audience';
  const bare = draft.channels.find((each) => !each.template);
  if (bare) return `Choose a template for ${bare.channel === 'email' ? 'email' : 'SMS'}`;
  if (draft.when === 'later' && !draft.start.date) return 'Choose a day';
  return null;
}
