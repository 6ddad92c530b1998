'use client';
import { useQuery } from '@tanstack/react-query';
import type { Campaign, CampaignAnalytics, Figures } from '@/contracts/campaign';
import { formatNumber, formatShare } from '../format';
import { ledgerTerms } from '../sends/status';
import { isUnknown } from '../tracking/words';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { Equation } from '../ui/equation';
import { Skeleton } from '../ui/skeleton';
import { isMoving } from './status';

type Row = Figures & { key: string; name: string; sub: string | null };

/** Of the messages that are tracked; without any, how many did it is not known. */
const touched = (row: Row, kind: 'opened' | 'clicked') => {
  const tracked = row.tracked[kind === 'opened' ? 'opens' : 'clicks'];
  if (row[kind] === 0 && isUnknown(row.counts.sent, tracked)) return <span className="text-xs text-ink-3">not tracked</span>;
  return share(row[kind], tracked);
};

const share = (part: number, whole: number) => (
  <span>
    {formatNumber(part)} <span className="text-xs text-ink-3">{whole ? formatShare(part, whole) : ''}</span>
  </span>
);

const columns = (goal: boolean): Column<Row>[] => [
  {
    id: 'name',
    header: 'Channel and subject',
    cell: (row) => (
      <span className={row.sub === null ? 'font-medium' : 'block pl-4'}>
        {row.name}
        {row.sub && <span className="block truncate text-xs text-ink-3">{row.sub}</span>}
      </span>
    ),
  },
  { id: 'sent', header: 'Sent', numeric: true, cell: (row) => formatNumber(row.counts.sent) },
  { id: 'opened', header: 'Opened', numeric: true, cell: (row) => touched(row, 'opened') },
  { id: 'clicked', header: 'Clicked', numeric: true, from: 'sm', cell: (row) => touched(row, 'clicked') },
  { id: 'unsubscribed', header: 'Unsubscribed', numeric: true, from: 'md', cell: (row) => formatNumber(row.unsubscribed) },
  { id: 'bounced', header: 'Bounced', numeric: true, from: 'md', cell: (row) => formatNumber(row.bounced + row.complained) },
  ...(goal
    ? [{ id: 'converted', header: 'Converted', numeric: true, cell: (row: Row) => share(row.converted, row.counts.sent) } as const]
    : []),
  { id: 'bots', header: 'Machines', numeric: true, from: 'lg', cell: (row) => formatNumber(row.bots.opened + row.bots.clicked) },
];

function rowsOf(analytics: CampaignAnalytics): Row[] {
  return analytics.channels.flatMap(({ channel, variants, ...figures }) => [
    { ...figures, key: channel, name: channel === 'email' ? 'Email' : 'SMS', sub: null },
    ...(variants.length > 1
      ? variants.map(({ letter, subject, ...each }) => ({ ...each, key: channel + letter, name: `Subject ${letter}`, sub: subject ?? '' }))
      : []),
  ]);
}

/** The ledger over all occurrences as a sum that closes, and what people did, by channel and subject. */
export function CampaignResults({ campaign, id }: { campaign: Campaign | undefined; id: string }) {
  const trpc = useTRPC();
  const query = useQuery(
    trpc.campaigns.analytics.queryOptions(
      { id },
      {
        refetchInterval: isMoving(campaign) && 3_000,
        meta: { quiet: true },
      },
    ),
  );
  const analytics = query.data;
  if (!analytics)
    return (
      <Section title="Results">
        <Skeleton className="h-9 w-2/3" />
      </Section>
    );
  const { total } = analytics;
  if (!total.counts.total)
    return (
      <Section title="Results">
        <p className="text-sm text-ink-3">Nothing was sent yet.</p>
      </Section>
    );
  return (
    <Section
      title="Results"
      description="Over all occurrences. A message counts once for each kind; machines and scanners stand apart."
      flush
    >
      <div className="p-4">
        <Equation
          label="Ledger"
          resultFirst
          result={{ label: 'people reached out to', value: total.counts.total }}
          terms={ledgerTerms(total.counts)}
        />
      </div>
      <div className="border-t">
        <DataTable
          label="Results by channel and subject"
          columns={columns(analytics.goal !== null)}
          rows={rowsOf(analytics)}
          rowKey={(r) => r.key}
        />
        {analytics.goal && Math.min(total.tracked.opens, total.tracked.clicks) < total.counts.sent && (
          <p className="border-t px-4 py-3 text-xs text-ink-3 text-pretty">
            Not every message is tracked for opens and clicks. Of several messages, the one last opened or clicked is said to have converted
            a person; one that is not tracked counts from when it was sent.
          </p>
        )}
      </div>
    </Section>
  );
}
