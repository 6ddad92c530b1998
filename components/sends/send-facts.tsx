'use client';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import type { Send } from '@/contracts/send';
import { formatInstant, formatMinutes, zoneName } from '../format';
import { trackedWords } from '../tracking/words';
import { Details } from '../ui/details';
import { subjectWords } from './subject-words';

const linkClass = 'underline decoration-line-strong underline-offset-4 hover:decoration-current';

type Fact = readonly [string, ReactNode];

export function SendFacts({ send }: { send: Send }) {
  const audience = send.audience_id ? (
    <Link href={`/overview/audiences/${send.audience_id}`} className={linkClass}>
      {send.audience_name}
    </Link>
  ) : send.origin ? (
    <Link href={`/overview/${send.origin.type}s/${send.origin.id}` as Route} className={linkClass}>
      {send.audience_name}
    </Link>
  ) : (
    `${send.audience_name} (deleted)`
  );
  const template = (
    <>
      <Link href={`/overview/templates/${send.template_id}`} className={linkClass}>
        {send.template_name}
      </Link>{' '}
      <span className="text-ink-3">version {send.template_version}</span>
    </>
  );
  const zone = zoneName(send.starts_at);
  const items: (Fact | false)[] = [
    [send.audience_id || !send.origin ? 'Audience' : send.origin.type === 'campaign' ? 'Campaign' : 'Automation', audience],
    ['Template', template],
    ['Channel', send.channel === 'email' ? 'Email' : 'SMS'],
    ['From', send.from],
    send.channel === 'email' && ['Tracking', trackedWords(send)],
    send.subject_variants.length > 1 && ['Subjects', subjectWords(send.subject_variants.length, send.subject_test)],
    send.slice !== null && ['Slice', `${send.slice.index + 1} of ${send.slice.of}`],
    ['Starts', `${formatInstant(send.starts_at)} ${zone}`],
    zone !== 'UTC' && ['In UTC', formatInstant(send.starts_at, 'UTC')],
    send.scheduled_local !== null && ['Asked for', `${send.scheduled_local} in ${send.scheduled_at_tz}`],
    ['Spread over', send.ramp_minutes ? formatMinutes(send.ramp_minutes) : 'all at once'],
    ...Object.entries(send.variables).map(([key, value]): Fact => [`{{${key}}}`, String(value)]),
  ];
  return <Details items={items} />;
}
