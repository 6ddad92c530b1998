import { reasonWords, stepDone } from '@/contracts/automation-words';
import type { TimelineEntry } from '@/contracts/events';
import { encodeId } from '@/contracts/ids';

/** One row of the union (contact-timeline.ts). `name`: of the template, the event, the audience or the automation. `at`: epoch milliseconds. */
export type TimelineRow = {
  key: string;
  at: number;
  kind: TimelineEntry['kind'];
  type: string;
  is_bot: boolean;
  name: string;
  send_id: string | null;
  audience_id: string | null;
  automation_id: string | null;
  data: Record<string, unknown>;
};

export const toTimelineEntry = (row: TimelineRow): TimelineEntry => ({
  id: row.key,
  at: new Date(row.at).toISOString(),
  kind: row.kind,
  type: row.type,
  text: sentence(row),
  is_bot: row.is_bot,
  send_id: row.send_id && encodeId('send', row.send_id),
  audience_id: row.audience_id && encodeId('audience', row.audience_id),
  automation_id: row.automation_id && encodeId('automation', row.automation_id),
  data: typeof row.data.run_id === 'string' ? { ...row.data, run_id: encodeId('automationRun', row.data.run_id) } : row.data,
});

function sentence({ kind, type, name, data, is_bot }: TimelineRow): string {
  const said = (key: string) => (typeof data[key] === 'string' ? (data[key] as string) : '');
  const because = (why: string) => (why ? `: ${why}` : '');
  switch (kind) {
    case 'message':
      return messageSentence(type, `“${name}”`, said('channel') === 'sms' ? 'by SMS' : 'by email', because(said('error')));
    case 'message_event':
      return is_bot ? machineSentence(type, name, said) : eventSentence(type, name, said);
    case 'event':
      return type === 'page_view' && (said('url') || said('path')) ? `Visited ${said('url') || said('path')}` : name;
    case 'audience':
      if (data.cause === 'watch') return `Was in ${name} when its history began`;
      return type === 'entered' ? `Entered ${name}` : `Left ${name}`;
    case 'automation':
      return automationSentence(type, name, data) + (data.test === true ? ' (test run)' : '');
  }
}

function automationSentence(type: string, name: string, data: TimelineRow['data']): string {
  const { reason, error, step_id, step_type, result } = data as { [key: string]: string } & { result?: Record<string, unknown> };
  if (type === 'step_done') return `${name}: ${stepDone(step_type ?? '', result ?? {})}`;
  if (type === 'step_failed') return `${name}: the step ${step_id} failed${error ? `: ${error}` : ''}`;
  const why = type === 'failed' ? (error ?? reasonWords(reason ?? null)) : reasonWords(reason ?? null);
  return `${automationWords[type] ?? type} ${name}${why ? `: ${why}` : ''}`;
}

const automationWords: Record<string, string> = {
  entered: 'Entered the automation',
  completed: 'Completed the automation',
  exited: 'Left the automation',
  stopped: 'Was stopped in the automation',
  failed: 'Failed in the automation',
};

function messageSentence(status: string, what: string, how: string, why: string): string {
  switch (status) {
    case 'sent':
      return `${what} was sent ${how}`;
    case 'scheduled':
    case 'claimed':
    case 'sending':
      return `${what} is due ${how}`;
    case 'failed':
      return `${what} could not be sent ${how}${why}`;
    case 'suppressed':
      return `${what} was not sent ${how}: the address is suppressed`;
    case 'unreachable':
      return `${what} was not sent ${how}: there is no address`;
    case 'duplicate':
      return `${what} was not sent ${how}: the address had it already`;
    case 'cancelled':
      return `${what} was cancelled${why}`;
    default:
      return `${what} may have been sent ${how}: nobody can know`;
  }
}

function eventSentence(type: string, name: string, said: (key: string) => string): string {
  const what = `“${name}”`;
  const why = said('reason') ? `: ${said('reason')}` : '';
  switch (type) {
    case 'delivered':
      return `${what} was delivered`;
    case 'opened':
      return `Opened ${what}`;
    case 'clicked':
      return said('url') ? `Clicked ${said('url')} in ${what}` : `Clicked a link in ${what}`;
    case 'bounced':
      return said('bounce') === 'soft' ? `${what} was put off or refused this time${why}` : `${what} bounced${why}`;
    case 'complained':
      return `Marked ${what} as spam`;
    case 'unsubscribed':
      return `Unsubscribed from ${what}`;
    default:
      return `Reached the goal ${said('event')} of ${what}`;
  }
}

function machineSentence(type: string, name: string, said: (key: string) => string): string {
  const why = said('machine') ? ` (${said('machine')})` : '';
  return type === 'clicked' ? `A machine followed ${said('url') || 'a link'} in “${name}”${why}` : `A machine loaded “${name}”${why}`;
}
