'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Session } from '@/contracts/account';
import { useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { ErrorState } from '../ui/error-state';
import { Time } from '../ui/time';

const columns = (end: (one: Session) => void): Column<Session>[] => [
  {
    id: 'browser',
    header: 'Where',
    cell: (s) => (
      <span className="flex flex-wrap items-center gap-x-2">
        <span className="font-medium">{s.browser}</span>
        {s.current && <Badge tone="accent">This one</Badge>}
      </span>
    ),
  },
  { id: 'address', header: 'From', from: 'md', cell: (s) => s.address ?? '' },
  { id: 'since', header: 'Signed in', cell: (s) => <Time iso={s.signed_in_at} /> },
  {
    id: 'actions',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (s) =>
      s.current ? null : (
        <Button size="sm" variant="ghost" onClick={() => end(s)} aria-label={`Sign out ${s.browser}`}>
          Sign out
        </Button>
      ),
  },
];

/** Where one is signed in, and out of which one can be signed from here. */
export function SessionSection() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const sessions = useQuery(trpc.account.sessions.queryOptions());
  const onSuccess = () => {
    toast.success('Signed out there');
    void queries.invalidateQueries({ queryKey: trpc.account.sessions.pathKey() });
  };
  const end = useMutation(trpc.account.endSession.mutationOptions({ onSuccess }));
  const endOthers = useMutation(trpc.account.endOtherSessions.mutationOptions({ onSuccess }));
  const others = sessions.data?.some(({ current }) => !current);
  return (
    <Section
      title="Sessions"
      description="Browsers and programs that are signed in as you."
      className="mt-4"
      flush
      actions={
        others && (
          <Button size="sm" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {sessions.error ? (
        <ErrorState error={sessions.error} retry={() => sessions.refetch()} what="your sessions" />
      ) : (
        <DataTable
          label="Sessions"
          columns={columns(({ id }) => end.mutate({ id }))}
          rows={sessions.data}
          skeletonRows={2}
          rowKey={(s) => s.id}
        />
      )}
    </Section>
  );
}
