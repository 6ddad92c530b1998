'use client';
import { useQuery } from '@tanstack/react-query';
import { UsersRound } from 'lucide-react';
import type { Insights } from '@/contracts/segment';
import { formatNumber, formatRelative, formatShare } from '../../format';
import { alone, useTRPC } from '../../trpc';
import { Card } from '../../ui/card';
import { EmptyState } from '../../ui/empty-state';
import { ErrorState } from '../../ui/error-state';
import { Notice } from '../../ui/notice';
import { Parted } from '../../ui/parted';
import { Skeleton } from '../../ui/skeleton';
import { Bars } from './bars';

const names = { country: new Intl.DisplayNames('en', { type: 'region' }), language: new Intl.DisplayNames('en', { type: 'language' }) };
const named = (kind: keyof typeof names) => (value: string | null) => {
  try {
    return names[kind].of(value ?? '') ?? value;
  } catch {
    return value; // not a code: as it was written
  }
};
const ages: Record<string, string> = {
  '7': 'last 7 days',
  '30': '8–30 days',
  '90': '31–90 days',
  '365': '91–365 days',
  older: 'over a year',
  never: 'never',
};
const age = (value: string | null) => ages[value ?? ''] ?? value;
const order = Object.keys(ages);
const byAge = (buckets: Insights['age_of_record']) =>
  [...buckets].sort((a, b) => order.indexOf(a.value ?? '') - order.indexOf(b.value ?? ''));

/** A key whose commonest value is one in fifty or more: birthdays and scores tell nothing value by value. */
const isTelling = (key: Insights['metadata'][number]) => key.values.some((v) => v.share >= 0.02);

/** Who is in the segment now, beside the whole list. */
export function InsightsTab({ id, unsaved }: { id: string; unsaved: boolean }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.segments.insights.queryOptions({ id }, { ...alone, staleTime: 30_000, meta: { quiet: true } }));
  const data = query.data;
  if (query.isError && !data) return <ErrorState error={query.error} retry={() => query.refetch()} what="the insights" />;
  return (
    <div className="flex flex-col gap-4" aria-busy={!data || undefined}>
      {unsaved && <Notice>These are the people of the filter as it is saved, without your changes.</Notice>}
      <Totals data={data} />
      {data?.count === 0 && (
        <Card>
          <EmptyState icon={UsersRound} title="Nobody is in the segment now">
            There is nothing to break down until somebody matches the filter.
          </EmptyState>
        </Card>
      )}
      {data && data.count > 0 && (
        <>
          <h2 className="sr-only">Who they are</h2>
          <p className="text-xs text-ink-3">
            Bars are shares of the segment; the tick is the share of the whole list. ▲ marks what is more common here than in the list, ▼
            what is less.
          </p>
          <div className="columns-1 gap-4 md:columns-2 xl:columns-3 [&>*]:mb-4">
            <Bars title="Country" buckets={data.country} label={named('country')} />
            <Bars title="Tags" buckets={data.tags} />
            <Bars title="Language" buckets={data.language} label={named('language')} />
            <Bars title="Last email opened" buckets={byAge(data.last_email_opened)} label={age} />
            <Bars title="Last email clicked" buckets={byAge(data.last_email_clicked)} label={age} />
            <Bars title="Last email sent" buckets={byAge(data.last_email_sent)} label={age} />
            <Bars title="Age of record" buckets={byAge(data.age_of_record)} label={age} />
            <Bars title="Time zone" buckets={data.timezone} label={(zone) => <Parted text={zone ?? ''} />} />
            {data.metadata.filter(isTelling).map((m) => (
              <Bars key={m.key} title={m.key} note="metadata, sampled" buckets={m.values} most={6} />
            ))}
          </div>
        </>
      )}
    </div>
  );
}

function Totals({ data }: { data: Insights | undefined }) {
  const figures =
    data &&
    ([
      ['in the segment', data.count, data.all ? `${formatShare(data.count, data.all)} of ${formatNumber(data.all)}` : ''],
      ['reachable by email', data.reachable.email, data.count ? formatShare(data.reachable.email, data.count) : ''],
      ['reachable by SMS', data.reachable.sms, data.count ? formatShare(data.reachable.sms, data.count) : ''],
    ] as const);
  return (
    <Card className="flex flex-wrap items-start gap-x-10 gap-y-3 px-4 py-3">
      {figures
        ? figures.map(([label, value, note]) => (
            <p key={label} className="flex flex-col">
              <span className="text-2xl font-semibold tnum">{formatNumber(value)}</span>
              <span className="text-xs text-ink-3">
                {label}
                {note && ` · ${note}`}
              </span>
            </p>
          ))
        : [0, 1, 2].map((at) => <Skeleton key={at} className="h-11 w-32" />)}
      {data && <p className="ml-auto self-end text-xs text-ink-3">as of {formatRelative(data.as_of)}</p>}
    </Card>
  );
}
