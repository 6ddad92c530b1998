'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { MailPlus, TriangleAlert } from 'lucide-react';
import { toast } from 'sonner';
import type { Invitation } from '@/contracts/members';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable, rowsOf } from '../ui/paged-table';
import { Time } from '../ui/time';

/** Milliseconds between looks while a mail is on its way. */
const lookAgain = 2_000;

function MailState({ mail, state }: Pick<Invitation, 'mail' | 'state'>) {
  if (state === 'expired') return <span className="text-xs text-warn">The link has expired</span>;
  if (mail.problem)
    return (
      <span className="flex items-start gap-1 text-xs text-bad">
        <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
        <span>Not sent: {mail.problem}</span>
      </span>
    );
  return (
    <span className="text-xs text-ink-3">
      {mail.sent_at ? (
        <>
          Mail sent <Time iso={mail.sent_at} />
        </>
      ) : (
        'Mail on its way'
      )}
    </span>
  );
}

type Actions = { again: (one: Invitation) => void; cancel: (one: Invitation) => void };

const columns = ({ again, cancel }: Actions): Column<Invitation>[] => [
  {
    id: 'email',
    header: 'Address',
    cell: (i) => (
      <div className="min-w-0">
        <div className="truncate font-medium">{i.email}</div>
        <MailState mail={i.mail} state={i.state} />
      </div>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    from: 'sm',
    cell: (i) => (i.role === 'owner' ? <Badge tone="accent">Owner</Badge> : <Badge>Member</Badge>),
  },
  { id: 'by', header: 'Invited by', from: 'lg', cell: (i) => i.invited_by },
  {
    id: 'expires',
    header: 'Link works until',
    from: 'md',
    cell: (i) => (i.state === 'expired' ? <Badge tone="warn">Expired</Badge> : <Time iso={i.expires_at} />),
  },
  {
    id: 'actions',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (i) => (
      <div className="flex justify-end gap-1 max-sm:flex-col">
        <Button size="sm" variant="ghost" onClick={() => again(i)} aria-label={`Send again to ${i.email}`}>
          Send again
        </Button>
        <Button size="sm" variant="ghost" onClick={() => cancel(i)} aria-label={`Cancel the invitation of ${i.email}`}>
          Cancel
        </Button>
      </div>
    ),
  },
];

/** Invitations that wait; a new mail makes a new link. */
export function InvitationSection() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const invitations = useInfiniteQuery(
    trpc.members.invitations.infiniteQueryOptions(
      { limit: 50 },
      {
        ...paged,
        refetchInterval: ({ state }) => {
          const rows = state.data?.pages.flatMap((page) => page.data) ?? [];
          return rows.some(({ mail, state: now }) => now === 'waiting' && !mail.sent_at && !mail.problem) ? lookAgain : false;
        },
      },
    ),
  );
  const said = (text: string) => {
    toast.success(text);
    void queries.invalidateQueries({ queryKey: trpc.members.pathKey() });
  };
  const again = useMutation(
    trpc.members.invite.mutationOptions({ onSuccess: ({ email }) => said(`A new link goes to ${email}; the one before is void`) }),
  );
  const cancel = useMutation(trpc.members.cancelInvitation.mutationOptions({ onSuccess: () => said('The invitation is cancelled') }));
  const rows = rowsOf(invitations);
  return (
    <section className="mt-6">
      <h2 className="mb-2 text-sm font-semibold">
        Invitations {rows?.length ? <span className="font-normal text-ink-3">{rows.length}</span> : null}
      </h2>
      <Card>
        <PagedTable
          query={invitations}
          label="Invitations"
          columns={columns({
            again: ({ email, role }) => again.mutate({ email, role }),
            cancel: ({ id }) => cancel.mutate({ id }),
          })}
          rowKey={(i) => i.id}
          empty={
            <EmptyState icon={MailPlus} title="Nobody is waiting">
              Who you invite stands here until they join.
            </EmptyState>
          }
        />
      </Card>
    </section>
  );
}
