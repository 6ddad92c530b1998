'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserPlus, Users } from 'lucide-react';
import { useState } from 'react';
import type { Member } from '@/contracts/members';
import { useIsOwner } from '../organization';
import { paged, useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Card } from '../ui/card';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PageHeader } from '../ui/page-header';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';
import { InvitationSection } from './invitation-section';
import { InviteDialog } from './invite-dialog';
import { MemberMenu } from './member-menu';

const columns: Column<Member>[] = [
  {
    id: 'name',
    header: 'Person',
    cell: (m) => (
      <div className="min-w-0">
        <div className="truncate font-medium">
          {m.name} {m.you && <span className="font-normal text-ink-3">you</span>}
        </div>
        <div className="truncate text-xs text-ink-3">{m.email}</div>
      </div>
    ),
  },
  {
    id: 'role',
    header: 'Role',
    cell: (m) => (m.role === 'owner' ? <Badge tone="accent">Owner</Badge> : <Badge>Member</Badge>),
  },
  { id: 'joined', header: 'Joined', from: 'sm', cell: (m) => <Time iso={m.joined_at} /> },
  {
    id: 'actions',
    header: <span className="sr-only">Actions</span>,
    className: 'w-px',
    cell: (m) => <MemberMenu member={m} />,
  },
];

/** Who is in the organization, and who is invited. Everybody sees the people; owners change them. */
export function MembersPage() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const [inviting, setInviting] = useState(false);
  const members = useInfiniteQuery(trpc.members.list.infiniteQueryOptions({ limit: 50 }, paged));
  return (
    <>
      <PageHeader
        title="Members"
        description="Owners see and change everything. Members see everything but API keys, and change nothing."
        actions={
          owner && (
            <Button variant="primary" onClick={() => setInviting(true)}>
              <UserPlus aria-hidden className="size-4" />
              Invite
            </Button>
          )
        }
      />
      <Card>
        <PagedTable
          query={members}
          label="Members"
          columns={columns}
          rowKey={(m) => m.id}
          empty={<EmptyState icon={Users} title="Nobody is here" />}
        />
      </Card>
      {owner && <InvitationSection />}
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </>
  );
}
