'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarDays, Mail, Megaphone, MessageSquare, Plus, Repeat, SearchX } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringEnum, useQueryState } from 'nuqs';
import { type Campaign, campaignStatuses, type CampaignStatus as Status } from '@/contracts/campaign';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { pagedSearch, useTRPC } from '../trpc';
import { Button, buttonClass } from '../ui/button';
import { Card } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { Select } from '../ui/select';
import { Time } from '../ui/time';
import { useSearch } from '../use-search';
import { CampaignStatus, campaignLabel, isMoving } from './status';

const columns: Column<Campaign>[] = [
  {
    id: 'name',
    header: 'Campaign',
    cell: (c) => (
      <div className="min-w-0">
        <Link href={`/overview/campaigns/${c.id}`} className={rowLinkClass}>
          {c.name}
        </Link>
        <div className="flex items-center gap-1.5 text-xs text-ink-3">
          {c.channels.map(({ channel }) =>
            channel === 'email' ? (
              <Mail key={channel} aria-label="Email" className="size-3 shrink-0" />
            ) : (
              <MessageSquare key={channel} aria-label="SMS" className="size-3 shrink-0" />
            ),
          )}
          <span className="truncate">{c.audiences.include.map((each) => each.name).join(', ') || 'no audience yet'}</span>
        </div>
      </div>
    ),
  },
  { id: 'status', header: 'Status', cell: (c) => <CampaignStatus status={c.status} /> },
  {
    id: 'when',
    header: 'When',
    from: 'md',
    cell: (c) =>
      c.recurring ? (
        <span className="flex items-center gap-1.5">
          <Repeat aria-hidden className="size-3.5 shrink-0 text-ink-3" />
          {c.recurring.description}
        </span>
      ) : (
        <Time iso={c.schedule.start_at ?? c.launched_at} empty="at launch" />
      ),
  },
  { id: 'next', header: 'Next', from: 'lg', cell: (c) => <Time iso={c.next_at} /> },
  { id: 'runs', header: 'Runs', numeric: true, from: 'lg', cell: (c) => formatNumber(c.runs) },
  { id: 'people', header: 'People', numeric: true, from: 'sm', cell: (c) => formatNumber(c.people) },
];

const statusOptions = [
  { value: 'all' as const, label: 'Every status' },
  ...campaignStatuses.map((value) => ({ value, label: campaignLabel[value] })),
];

export function CampaignList() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const [status, setStatus] = useQueryState('status', parseAsStringEnum<Status>([...campaignStatuses]));
  const campaigns = useInfiniteQuery(
    trpc.campaigns.list.infiniteQueryOptions(
      { limit: 25, q, status: status ?? undefined },
      {
        ...pagedSearch,
        refetchInterval: (query) => (query.state.data?.pages.some((page) => page.data.some(isMoving)) ? 5_000 : false),
      },
    ),
  );
  const create = owner && (
    <Link href="/overview/campaigns/new" className={buttonClass({ variant: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      New campaign
    </Link>
  );
  const clear = () => {
    setText('');
    void setStatus(null);
  };
  return (
    <>
      <PageHeader
        title="Campaigns"
        description="Saved plans that send: once, at a time, or again and again."
        actions={
          <>
            <Link href="/overview/campaigns/calendar" className={buttonClass()}>
              <CalendarDays aria-hidden className="size-3.5" />
              Calendar
            </Link>
            {create}
          </>
        }
      />
      <Card>
        <div className="flex flex-wrap items-center gap-2 border-b p-2">
          <SearchInput label="Search campaigns" value={text} onValueChange={setText} />
          <Select
            aria-label="Status"
            className="w-40"
            value={status ?? 'all'}
            onValueChange={(next) => void setStatus(next === 'all' ? null : next)}
            options={statusOptions}
          />
        </div>
        <PagedTable
          query={campaigns}
          label="Campaigns"
          columns={columns}
          rowKey={(c) => c.id}
          empty={
            q || status ? (
              <EmptyState icon={SearchX} title="No campaign matches" action={<Button onClick={clear}>Show all campaigns</Button>}>
                The search looks at names.
              </EmptyState>
            ) : (
              <EmptyState icon={Megaphone} title="No campaigns yet" action={create}>
                A campaign unites audiences, leaves others out, and sends to each person once, by the first channel that reaches them.
              </EmptyState>
            )
          }
        />
      </Card>
    </>
  );
}
