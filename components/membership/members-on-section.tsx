'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { CalendarX } from 'lucide-react';
import { useState } from 'react';
import type { MembersOn } from '@/contracts/membership';
import { explain } from '../errors';
import { plural } from '../format';
import { paged, useTRPC } from '../trpc';
import { Section } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { Input } from '../ui/input';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { CauseText } from './cause-text';
import { PersonLink } from './person-link';

type Row = MembersOn['data'][number];
const columns: Column<Row>[] = [
  { id: 'who', header: 'Contact', cell: (row) => <PersonLink person={row.contact} /> },
  { id: 'entered', header: 'Entered', cell: (row) => <Time iso={row.entered_at} /> },
  {
    id: 'why',
    header: 'Why',
    from: 'md',
    cell: (row) => (
      <span className="text-ink-2">
        <CauseText cause={row.entered_by} />
      </span>
    ),
  },
  { id: 'left', header: 'Left since', from: 'sm', cell: (row) => <Time iso={row.left_at} empty="still in" /> },
];

const today = () => new Date().toISOString().slice(0, 10);

/** Who was in at the end of a day, which is chosen here. */
export function MembersOnSection({ audienceId }: { audienceId: string }) {
  const trpc = useTRPC();
  const [on, setOn] = useState(today);
  const members = useInfiniteQuery(
    trpc.membership.membersOn.infiniteQueryOptions({ id: audienceId, on: on || today(), limit: 25 }, { ...paged, retry: false }),
  );
  const count = members.data?.pages[0]?.count;
  const unknown = members.isError && explain(members.error).status === 422;
  return (
    <Section
      title="Who was in on a day"
      description={count === undefined ? 'At the end of the day, by UTC.' : `${plural(count, 'contact')} at the end of the day, by UTC.`}
      flush
      actions={<Input type="date" aria-label="Day" value={on} max={today()} onValueChange={setOn} className="w-auto" />}
    >
      {unknown ? (
        <EmptyState icon={CalendarX} title="Nobody followed the audience then">
          Its history is known from the day on which it was switched on.
        </EmptyState>
      ) : (
        <PagedTable
          query={members}
          label="Members on the day"
          columns={columns}
          rowKey={(row) => row.contact.id}
          empty={<EmptyState icon={CalendarX} title="Nobody was in" />}
        />
      )}
    </Section>
  );
}
