'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Plus, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { parseAsBoolean, useQueryState } from 'nuqs';
import { useIsOwner } from '../organization';
import { alone, useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import { EmptyState, NoMatch } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { SearchInput } from '../ui/search-input';
import { useSearch } from '../use-search';
import { contactColumns } from './columns';
import { ContactDialog } from './contact-dialog';

export function ContactList() {
  const owner = useIsOwner();
  const router = useRouter();
  const trpc = useTRPC();
  const [text, setText, q] = useSearch();
  const [creating, setCreating] = useQueryState('new', parseAsBoolean.withDefault(false));
  const contacts = useInfiniteQuery(
    trpc.contacts.list.infiniteQueryOptions(
      { limit: 50, q },
      { getNextPageParam: (page) => page.next_cursor, placeholderData: keepPreviousData, ...alone },
    ),
  );
  const create = (
    <Button variant="primary" onClick={() => setCreating(true)}>
      <Plus aria-hidden className="size-4" />
      New contact
    </Button>
  );
  return (
    <>
      <PageHeader title="Contacts" description="Everyone your organization knows, each once." actions={owner && create} />
      <Card>
        <div className="border-b p-2">
          <SearchInput
            label="Search contacts"
            placeholder="Name, email or phone"
            value={text}
            onValueChange={setText}
            busy={contacts.isPlaceholderData}
          />
        </div>
        <PagedTable
          query={contacts}
          label="Contacts"
          columns={contactColumns}
          rowKey={(c) => c.id}
          empty={
            q ? (
              <NoMatch title={`Nobody matches “${q}”`} clear={() => setText('')}>
                The search looks at names, email addresses and phone numbers.
              </NoMatch>
            ) : (
              <EmptyState icon={Users} title="No contacts yet" action={owner && create}>
                Import a CSV from an audience, add one by hand, or post them to the API.
              </EmptyState>
            )
          }
        />
      </Card>
      <ContactDialog
        open={creating}
        onOpenChange={(open) => setCreating(open || null)}
        onSaved={(c) => router.push(`/overview/contacts/${c.id}`)}
      />
    </>
  );
}
