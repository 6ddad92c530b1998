'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pencil, Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Contact } from '@/contracts/contact';
import { ContactHistory } from '../membership/contact-history';
import { useIsOwner } from '../organization';
import { WhySection } from '../segments/why/why-section';
import { ContactTimeline } from '../timeline/timeline';
import { useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { CopyButton } from '../ui/copy-button';
import { Details } from '../ui/details';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton, TitleSkeleton } from '../ui/skeleton';
import { Time } from '../ui/time';
import { contactName } from './columns';
import { ContactDialog } from './contact-dialog';

export function ContactDetail({ id }: { id: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [editing, setEditing] = useState(false);
  const [deleting, setDeleting] = useState(false);
  const router = useRouter();
  const queries = useQueryClient();
  const query = useQuery(trpc.contacts.get.queryOptions({ id }));
  const remove = useMutation(
    trpc.contacts.delete.mutationOptions({
      onSuccess: () => {
        toast.success('Contact deleted');
        router.push('/overview/contacts');
        void queries.invalidateQueries({ queryKey: trpc.contacts.list.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
      },
    }),
  );
  const contact = query.data;
  if (query.isError && !contact) return <ErrorState error={query.error} retry={() => query.refetch()} what="the contact" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/contacts', label: 'Contacts' }}
        title={contact ? contactName(contact) : <TitleSkeleton />}
        description={
          <span className="flex flex-wrap items-center gap-x-1.5">
            <code className="font-mono text-xs break-all">{id}</code>
            <CopyButton compact text={id} label="Copy contact id" />
          </span>
        }
        actions={
          owner &&
          contact && (
            <>
              <Button onClick={() => setEditing(true)}>
                <Pencil aria-hidden className="size-3.5" />
                Edit
              </Button>
              <Button variant="quietDanger" onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden className="size-3.5" />
                Delete
              </Button>
            </>
          )
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex flex-col gap-4">
          <Section title="Profile">{contact ? <Profile contact={contact} /> : <Lines />}</Section>
          <ContactHistory contactId={id} />
        </div>
        <div className="flex flex-col gap-4">
          <Section title="Metadata" description="Every key is a template variable.">
            {contact ? <Metadata metadata={contact.metadata} /> : <Lines />}
          </Section>
          <Section title="Engagement">{contact ? <Engagement contact={contact} /> : <Lines />}</Section>
          <WhySection contactId={id} />
        </div>
      </div>
      <div className="mt-4">
        <ContactTimeline contactId={id} />
      </div>
      {contact && <ContactDialog open={editing} onOpenChange={setEditing} contact={contact} />}
      <ConfirmDialog
        open={deleting}
        onOpenChange={setDeleting}
        title={`Delete ${contact ? contactName(contact) : 'this contact'}?`}
        action="Delete contact"
        pending={remove.isPending}
        onConfirm={() => remove.mutate({ id })}
      >
        <p>
          The contact leaves every audience. Messages already sent to it stay in their sends, without the person. This cannot be undone.
        </p>
      </ConfirmDialog>
    </>
  );
}

const none = <span className="text-ink-3">—</span>;

const Profile = ({ contact: c }: { contact: Contact }) => (
  <Details
    items={[
      ['Name', c.name ?? none],
      ['Email', c.email ?? none],
      ['Phone', c.phone ?? none],
      ['Country', c.country ?? none],
      ['Time zone', c.timezone ?? none],
      ['Language', c.language ?? none],
      [
        'Tags',
        c.tags.length ? (
          <span key="tags" className="flex flex-wrap gap-1">
            {c.tags.map((tag) => (
              <Badge key={tag}>{tag}</Badge>
            ))}
          </span>
        ) : (
          none
        ),
      ],
      ['Created', <Time key="created" iso={c.created_at} />],
      ['Updated', <Time key="updated" iso={c.updated_at} />],
    ]}
  />
);

const Metadata = ({ metadata }: { metadata: Record<string, unknown> }) =>
  Object.keys(metadata).length ? (
    <Details
      className="font-mono text-xs"
      items={Object.entries(metadata).map(([key, value]) => [key, typeof value === 'string' ? value : JSON.stringify(value)])}
    />
  ) : (
    <p className="text-sm text-ink-3">None. Columns of an imported file that are no contact fields end up here.</p>
  );

const Engagement = ({ contact: c }: { contact: Contact }) => (
  <Details
    items={[
      ['Last sent', <Time key="sent" iso={c.last_email_sent_at} empty="never" />],
      ['Last opened', <Time key="opened" iso={c.last_email_opened_at} empty="never" />],
      ['Last clicked', <Time key="clicked" iso={c.last_email_clicked_at} empty="never" />],
    ]}
  />
);

const Lines = () => (
  <div className="flex flex-col gap-3">
    <Skeleton className="w-2/3" />
    <Skeleton className="w-1/2" />
    <Skeleton className="w-3/5" />
  </div>
);
