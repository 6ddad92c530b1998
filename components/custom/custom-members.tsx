'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Users } from 'lucide-react';
import type { Contact } from '@/contracts/contact';
import { contactColumns, contactName } from '../contacts/columns';
import { pagedSearch, useTRPC } from '../trpc';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { WhyCustom } from './why-custom';

/** Who is in a custom audience, each with the reasons. */
export function CustomMembers({ id }: { id: string }) {
  const trpc = useTRPC();
  const members = useInfiniteQuery(trpc.audiences.members.infiniteQueryOptions({ id, limit: 50 }, pagedSearch));
  const why: Column<Contact> = {
    id: 'why',
    header: <span className="sr-only">Why</span>,
    className: 'w-px',
    cell: (contact) => <WhyCustom audienceId={id} contactId={contact.id} name={contactName(contact)} />,
  };
  return (
    <PagedTable
      query={members}
      label="Members"
      columns={[...contactColumns, why]}
      rowKey={(c) => c.id}
      empty={
        <EmptyState icon={Users} title="Nobody is in this audience yet">
          It fills by itself from what stands above.
        </EmptyState>
      }
    />
  );
}
