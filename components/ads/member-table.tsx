'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type AdAudience, type AdMember, adMemberStates } from '@/contracts/ads';
import { formatNumber } from '../format';
import { pagedSearch, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Select } from '../ui/select';
import { Time } from '../ui/time';
import { memberState } from './status';

const columns: Column<AdMember>[] = [
  {
    id: 'who',
    header: 'Contact',
    cell: (m) => (
      <div className="min-w-0">
        <Link href={`/overview/contacts/${m.contact_id}` as Route} className="font-medium hover:underline">
          {m.name ?? m.email ?? m.contact_id}
        </Link>
        {m.error && <div className="max-w-prose text-xs text-bad text-pretty">{m.error.message}</div>}
      </div>
    ),
  },
  { id: 'state', header: 'State', cell: (m) => <Badge tone={memberState[m.state].tone}>{memberState[m.state].label}</Badge> },
  { id: 'keys', header: 'Match keys', from: 'sm', cell: (m) => m.keys.map((key) => key.toLowerCase()).join(', ') || '—' },
  { id: 'since', header: 'Since', from: 'sm', cell: (m) => <Time iso={m.updated_at} /> },
];

const filters = ['all', ...adMemberStates] as const;

/** The people of a mapped audience, each with the state they have on the platform. */
export function MemberTable({ ad }: { ad: AdAudience }) {
  const trpc = useTRPC();
  const [state, setState] = useQueryState('state', parseAsStringLiteral(filters).withDefault('all'));
  const list = useInfiniteQuery(
    trpc.ads.members.infiniteQueryOptions(
      { id: ad.id, limit: 50, state: state === 'all' ? undefined : state },
      {
        ...pagedSearch,
        // What a sync does to people is not told by a mutation of this page.
        staleTime: 0,
        refetchInterval: ad.sync ? 3_000 : 15_000,
        meta: { quiet: true },
      },
    ),
  );
  const known = Object.values(ad.members).some((count) => count > 0);
  return (
    <Card>
      {known && (
        <div className="border-b p-2">
          <Select
            aria-label="State"
            className="w-64"
            value={state}
            onValueChange={(next) => void setState(next)}
            options={filters.map((value) => ({
              value,
              label: value === 'all' ? 'Everybody' : `${memberState[value].label} (${formatNumber(ad.members[value])})`,
            }))}
          />
        </div>
      )}
      <PagedTable
        query={list}
        label="People"
        columns={columns}
        rowKey={(m) => m.id}
        empty={
          known ? (
            <EmptyState
              icon={Users}
              title="Nobody in this state"
              action={<Button onClick={() => void setState(null)}>Show everybody</Button>}
            />
          ) : (
            <EmptyState icon={Users} title="Nobody was sent yet">
              “Plan…” shows who would be, before anybody is.
            </EmptyState>
          )
        }
      />
    </Card>
  );
}
