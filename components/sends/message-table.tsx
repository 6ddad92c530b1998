'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { MailX } from 'lucide-react';
import Link from 'next/link';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { type Message, messageStatuses, type Send } from '@/contracts/send';
import { pagedSearch, useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { type Column, rowLinkClass } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Select } from '../ui/select';
import { Time } from '../ui/time';
import { isMoving, MessageStatusBadge } from './status';

/** Waits for the decision of its send's test of subjects. */
const isHeld = (m: Message) => m.status === 'scheduled' && m.scheduled_at === null;

const columns: Column<Message>[] = [
  {
    id: 'address',
    header: 'To',
    cell: (m) => {
      const address = m.address ?? 'no address';
      return m.contact_id ? (
        <Link href={`/overview/contacts/${m.contact_id}`} className={rowLinkClass}>
          {address}
        </Link>
      ) : (
        <span className="text-ink-2">{address}</span>
      );
    },
  },
  {
    id: 'status',
    header: 'Status',
    cell: (m) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <MessageStatusBadge status={m.status} />
        {m.error && <span className="max-w-72 truncate text-xs text-ink-3">{m.error}</span>}
      </span>
    ),
  },
  { id: 'variant', header: 'Subject', from: 'sm', cell: (m) => String(m.metadata.subject_variant ?? '—') },
  {
    id: 'scheduled',
    header: 'Scheduled',
    from: 'md',
    cell: (m) => (isHeld(m) ? <span className="text-xs text-ink-3">after the test</span> : <Time iso={m.scheduled_at} />),
  },
  { id: 'sent', header: 'Sent', from: 'sm', cell: (m) => <Time iso={m.sent_at} /> },
];

const filters = ['all', ...messageStatuses.filter((status) => status !== 'claimed')] as const;

/** The ledger's rows, by status. */
export function MessageTable({ send, id }: { send: Send | undefined; id: string }) {
  const trpc = useTRPC();
  const [status, setStatus] = useQueryState('status', parseAsStringLiteral(filters).withDefault('all'));
  const messages = useInfiniteQuery(
    trpc.sends.messages.infiniteQueryOptions(
      { sendId: id, limit: 50, status: status === 'all' ? undefined : status },
      { ...pagedSearch, refetchInterval: isMoving(send) ? 2_000 : false },
    ),
  );
  return (
    <Section
      title="Messages"
      flush
      actions={
        <Select
          aria-label="Status of messages"
          value={status}
          onValueChange={setStatus}
          options={filters.map((value) => ({
            value,
            label: value === 'all' ? 'All statuses' : value.replace(/^./, (c) => c.toUpperCase()),
          }))}
          className="w-40"
        />
      }
    >
      <PagedTable
        query={messages}
        label="Messages"
        columns={columns}
        rowKey={(m) => m.id}
        empty={<EmptyState icon={MailX} title={status === 'all' ? 'No messages yet' : `No message is ${status}`} />}
      />
    </Section>
  );
}
