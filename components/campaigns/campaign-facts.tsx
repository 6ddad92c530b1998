import Link from 'next/link';
import type { Campaign } from '@/contracts/campaign';
import { formatInstant, formatMinutes, zoneName } from '../format';
import { subjectWords } from '../sends/subject-words';
import { Details } from '../ui/details';
import { Time } from '../ui/time';

const audiences = (list: Campaign['audiences']['include']) => (
  <span className="flex flex-col">
    {list.map((each) =>
      each.id ? (
        <Link
          key={each.id}
          href={`/overview/audiences/${each.id}`}
          className="rounded-sm underline decoration-line-strong underline-offset-4"
        >
          {each.name}
        </Link>
      ) : (
        <span key={each.name} className="text-bad">
          {each.name} (deleted)
        </span>
      ),
    )}
  </span>
);

const says = (wish: boolean | null) => (wish === null ? 'as the template says' : wish ? 'tracked' : 'not tracked');

const tracking = ({ channels, track_opens, track_clicks }: Campaign) =>
  channels.some((each) => each.channel === 'email')
    ? ([
        ['Opens', says(track_opens)],
        ['Clicks', says(track_clicks)],
      ] as const)
    : [];

/** Whom, what, when, as it was saved. */
export function CampaignFacts({ campaign }: { campaign: Campaign }) {
  const { schedule, recurring, goal, channels } = campaign;
  const at = (iso: string) => `${formatInstant(iso, schedule.timezone)} ${zoneName(iso, schedule.timezone)}`;
  return (
    <Details
      items={[
        ['Include', campaign.audiences.include.length ? audiences(campaign.audiences.include) : '—'],
        campaign.audiences.exclude.length > 0 && ['Exclude', audiences(campaign.audiences.exclude)],
        ...channels.map(
          (each, i) =>
            [
              each.channel === 'email' ? 'Email' : 'SMS',
              <span key={each.channel} className="flex flex-col">
                {each.template_id ? (
                  <Link
                    href={`/overview/templates/${each.template_id}`}
                    className="self-start rounded-sm underline decoration-line-strong underline-offset-4"
                  >
                    {each.template_name}
                  </Link>
                ) : (
                  'no template yet'
                )}
                {each.from && <span className="text-xs text-ink-3">from {each.from}</span>}
                {each.subject_variants.length > 1 && (
                  <span className="text-xs text-ink-3">{subjectWords(each.subject_variants.length, each.subject_test)}</span>
                )}
                {channels.length > 1 && (
                  <span className="text-xs text-ink-3">{i === 0 ? 'tried first' : 'for whom it does not reach'}</span>
                )}
              </span>,
            ] as const,
        ),
        ...tracking(campaign),
        ['Spread over', campaign.ramp_minutes ? formatMinutes(campaign.ramp_minutes) : 'at once'],
        recurring
          ? ['Recurring', `${recurring.description} (${schedule.timezone})`]
          : ['Starts', schedule.start_at ? at(schedule.start_at) : 'when launched'],
        recurring !== null && ['A person gets', recurring.once_per_person ? 'the campaign once' : 'each occurrence'],
        recurring !== null && schedule.start_at !== null && ['Not before', at(schedule.start_at)],
        schedule.end_at !== null && ['Not after', at(schedule.end_at)],
        goal !== null && [
          'Goal',
          <span key="goal">
            <code className="font-mono text-xs">{goal.event}</code> within {goal.within_days} {goal.within_days === 1 ? 'day' : 'days'}
          </span>,
        ],
        recurring !== null &&
          recurring.next.length > 0 && [
            'Next',
            <ol key="next" className="flex flex-col tnum">
              {recurring.next.map((iso) => (
                <li key={iso}>{at(iso)}</li>
              ))}
            </ol>,
          ],
        ['Created', <Time key="created" iso={campaign.created_at} />],
      ]}
    />
  );
}
