'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { useState } from 'react';
import type { ReportDimension } from '@/contracts/report';
import { paged, useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { breakdownColumns, type Sort } from './breakdown-columns';
import { CsvLink } from './csv-link';
import type { Range } from './use-range';
import type { Within } from './within';

const titles: Record<ReportDimension, string> = {
  audience: 'Audiences',
  campaign: 'Campaigns',
  automation: 'Automations',
  send: 'Sends',
  variant: 'Variants',
};
const notes: Record<ReportDimension, string> = {
  audience: 'Whoever was in a watched audience when it happened, and all of what was sent to it. A person may be in several.',
  campaign: 'All sends of a campaign together.',
  automation: 'All that the steps of an automation sent.',
  send: 'Every launch of which there is anything in these days.',
  variant: 'Each subject of each send.',
};

/** What the figures are made of: one row for each audience, campaign, automation, send or variant. */
export function BreakdownSection({ by, range, within }: { by: ReportDimension; range: Range; within: Within }) {
  const trpc = useTRPC();
  const [sort, setSort] = useState<Sort>({ by: 'sent', order: 'desc' });
  const { from, to, basis } = range;
  const query = useInfiniteQuery(
    trpc.reports.breakdown.infiniteQueryOptions(
      { by, from, to, basis, ...within, sort: sort.by, order: sort.order },
      { ...(paged ?? undefined), placeholderData: keepPreviousData },
    ),
  );
  const empty = (
    <EmptyState icon={ChartColumn} title="Nothing in these days">
      Choose other days, or wait for the next send.
    </EmptyState>
  );
  return (
    <Section
      title={titles[by]}
      description={notes[by]}
      actions={<CsvLink report={`${by}s`} query={{ from, to, basis, ...within }} label={titles[by]} />}
      flush
    >
      <PagedTable
        query={query}
        label={titles[by]}
        columns={breakdownColumns(by, sort, setSort)}
        rowKey={(row) => `${row.id}${row.variant}${row.name}`}
        empty={empty}
      />
    </Section>
  );
}
