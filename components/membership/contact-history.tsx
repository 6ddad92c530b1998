'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import type { Stay } from '@/contracts/membership';
import { paged, useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { CauseText } from './cause-text';

const columns: Column<Stay>[] = [
  {
    id: 'audience',
    header: 'Audience',
    cell: ({ audience }) => (
      <Link
        href={`/overview/${audience.kind === 'segment' ? 'segments' : 'audiences'}/${audience.id}?tab=activity` as Route}
        className={rowLinkClass}
      >
        {audience.name}
      </Link>
    ),
  },
  {
    id: 'entered',
    header: 'Entered',
    cell: (stay) => (
      <div className="min-w-0">
        <Time iso={stay.entered_at} />
        <div className="text-xs text-ink-3">
          <CauseText cause={stay.entered_by} />
        </div>
      </div>
    ),
  },
  {
    id: 'left',
    header: 'Left',
    cell: (stay) => (
      <div className="min-w-0">
        <Time iso={stay.left_at} empty="still in" />
        {stay.left_by && (
          <div className="text-xs text-ink-3">
            <CauseText cause={stay.left_by} />
          </div>
        )}
      </div>
    ),
  },
];

/** The watched audiences a contact was in: when they came and went, and what moved them. */
export function ContactHistory({ contactId }: { contactId: string }) {
  const trpc = useTRPC();
  const stays = useInfiniteQuery(trpc.membership.contactAudiences.infiniteQueryOptions({ id: contactId, limit: 10 }, paged));
  return (
    <Section title="Audiences" description="Those whose history is kept." flush>
      <PagedTable
        query={stays}
        label="Audiences of this contact"
        columns={columns}
        rowKey={(stay) => `${stay.audience.id} ${stay.entered_at}`}
        empty={
          <p className="p-4 text-sm text-ink-3">In none that is followed. Keep the history of an audience to see who comes and goes.</p>
        }
      />
    </Section>
  );
}
