'use client';
import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Upload, UserMinus, UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Audience } from '@/contracts/audience';
import type { Contact } from '@/contracts/contact';
import { contactColumns, contactName } from '../contacts/columns';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Tooltip } from '../ui/tooltip';
import { AddMembersDialog } from './add-members-dialog';

/** Who is in the audience; owners add and remove single people here. */
export function MemberTable({ audience, onImport }: { audience: Audience; onImport: () => void }) {
  const editable = useIsOwner() && audience.kind === 'list';
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const members = useInfiniteQuery(
    trpc.audiences.members.infiniteQueryOptions(
      { id: audience.id, limit: 50 },
      { getNextPageParam: (page) => page.next_cursor, placeholderData: keepPreviousData },
    ),
  );
  const remove = useMutation(
    trpc.audiences.removeMembers.mutationOptions({
      onSuccess: () => {
        toast.success('Removed from the audience');
        void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
      },
    }),
  );
  const removeColumn: Column<Contact> = {
    id: 'remove',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (contact) => (
      <Tooltip text="Remove from this audience; the contact stays">
        <Button
          variant="ghost"
          size="iconSm"
          className="relative z-1"
          aria-label={`Remove ${contactName(contact)} from this audience`}
          onClick={() => remove.mutate({ id: audience.id, contact_ids: [contact.id] })}
        >
          <UserMinus aria-hidden className="size-3.5" />
        </Button>
      </Tooltip>
    ),
  };
  const add = (
    <Button size="sm" onClick={() => setAdding(true)}>
      <UserPlus aria-hidden className="size-3.5" />
      Add people
    </Button>
  );
  return (
    <>
      {editable && audience.contact_count !== 0 && <div className="flex justify-end border-b p-2">{add}</div>}
      <PagedTable
        query={members}
        label="Members"
        columns={editable ? [...contactColumns, removeColumn] : contactColumns}
        rowKey={(c) => c.id}
        empty={
          <EmptyState
            icon={Users}
            title="Nobody is in this audience yet"
            action={
              editable && (
                <>
                  <Button variant="primary" onClick={onImport}>
                    <Upload aria-hidden className="size-3.5" />
                    Import a CSV
                  </Button>
                  <Button onClick={() => setAdding(true)}>
                    <UserPlus aria-hidden className="size-3.5" />
                    Add people
                  </Button>
                </>
              )
            }
          >
            Import a file with a column called email or phone, or add a few people by hand.
          </EmptyState>
        }
      />
      <AddMembersDialog open={adding} onOpenChange={setAdding} audience={audience} />
    </>
  );
}
