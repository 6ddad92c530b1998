'use client';
import { useQuery } from '@tanstack/react-query';
import type { SizeHistory } from '@/contracts/membership';
import { formatNumber } from '../format';
import { TimeChart } from '../reports/time-chart';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { ErrorState } from '../ui/error-state';
import { Skeleton } from '../ui/skeleton';
import { causeWords } from './cause-text';

/** The size at the end of each of the last thirty days, and what moved people in them. */
export function SizeSection({ audienceId }: { audienceId: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.membership.sizeHistory.queryOptions({ id: audienceId }, { refetchInterval: 15_000 }));
  const days = query.data?.data;
  if (query.isError && !days) return <ErrorState error={query.error} retry={() => query.refetch()} what="the size" />;
  return (
    <Section title="Size over time" description="At the end of each of the last 30 days, by UTC.">
      {days ? (
        <div className="grid gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
          {days.filter((d) => d.size !== null).length > 1 ? (
            <TimeChart
              kind="line"
              what="Contacts at the end of each day"
              points={days.map((d) => ({ start: d.day, label: dayLabel(d.day), value: d.size }))}
            />
          ) : (
            <p className="text-sm text-ink-3">A line needs two days: it begins tomorrow.</p>
          )}
          <div className="flex flex-col gap-4">
            <Sums title="Entered" sums={sum(days, 'entered')} />
            <Sums title="Left" sums={sum(days, 'left')} />
          </div>
        </div>
      ) : (
        <Skeleton className="h-48 w-full" />
      )}
    </Section>
  );
}

const dayLabel = (day: string) =>
  new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', year: 'numeric', timeZone: 'UTC' }).format(new Date(day));

function sum(days: SizeHistory['data'], side: 'entered' | 'left'): [kind: string, n: number][] {
  const sums = new Map<string, number>();
  for (const day of days) for (const [kind, n] of Object.entries(day[side])) sums.set(kind, (sums.get(kind) ?? 0) + n);
  return [...sums].sort(([, a], [, b]) => b - a);
}

const Sums = ({ title, sums }: { title: string; sums: [string, number][] }) => (
  <div>
    <h3 className="mb-1 flex items-baseline justify-between text-sm font-semibold">
      {title}
      <span className="tnum">{formatNumber(sums.reduce((n, [, one]) => n + one, 0))}</span>
    </h3>
    <ul className="flex flex-col text-sm text-ink-2">
      {sums.map(([kind, n]) => (
        <li key={kind} className="flex justify-between gap-3">
          <span>by {causeWords[kind] ?? kind}</span>
          <span className="tnum">{formatNumber(n)}</span>
        </li>
      ))}
      {!sums.length && <li className="text-ink-3">Nobody.</li>}
    </ul>
  </div>
);
