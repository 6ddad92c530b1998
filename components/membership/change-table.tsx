'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ArrowDownLeft, ArrowUpRight, Footprints } from 'lucide-react';
import { useState } from 'react';
import type { MembershipChange } from '@/contracts/membership';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Section } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Segmented } from '../ui/segmented';
import { Time } from '../ui/time';
import { CauseText } from './cause-text';
import { PersonLink } from './person-link';

const columns: Column<MembershipChange>[] = [
  { id: 'who', header: 'Contact', cell: (c) => <PersonLink person={c.contact} /> },
  {
    id: 'what',
    header: 'What',
    cell: (c) =>
      c.kind === 'entered' ? (
        <Badge tone="good">
          <ArrowDownLeft aria-hidden className="size-3" /> entered
        </Badge>
      ) : (
        <Badge>
          <ArrowUpRight aria-hidden className="size-3" /> left
        </Badge>
      ),
  },
  {
    id: 'why',
    header: 'Why',
    from: 'sm',
    cell: (c) => (
      <span className="text-ink-2">
        <CauseText cause={c.cause} />
      </span>
    ),
  },
  { id: 'when', header: 'When', cell: (c) => <Time iso={c.at} /> },
];

const kinds = [
  { value: 'all', label: 'All' },
  { value: 'entered', label: 'Entered' },
  { value: 'left', label: 'Left' },
] as const;

/** Who came and went, newest first; looks again by itself. */
export function ChangeTable({ audienceId }: { audienceId: string }) {
  const trpc = useTRPC();
  const [kind, setKind] = useState<(typeof kinds)[number]['value']>('all');
  const changes = useInfiniteQuery(
    trpc.membership.changes.infiniteQueryOptions(
      { id: audienceId, limit: 25, ...(kind !== 'all' && { kind }) },
      { ...paged, refetchInterval: 5_000 },
    ),
  );
  return (
    <Section
      title="Who came and went"
      flush
      actions={<Segmented label="Which changes" value={kind} onValueChange={setKind} options={kinds} />}
    >
      <PagedTable
        query={changes}
        label="Changes"
        columns={columns}
        rowKey={(c) => `${c.kind} ${c.contact.id} ${c.at}`}
        empty={
          <EmptyState icon={Footprints} title="Nobody came or went yet">
            A change of a contact, an event, an import or a date that comes due appears here within a second.
          </EmptyState>
        }
      />
    </Section>
  );
}
