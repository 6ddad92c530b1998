'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Ban } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { formatNumber, plural } from '../format';
import { useIsOwner } from '../organization';
import { ReportLink } from '../reports/report-link';
import { VariantsSection } from '../reports/variants-section';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { CopyButton } from '../ui/copy-button';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton, TitleSkeleton } from '../ui/skeleton';
import { MessageTable } from './message-table';
import { PauseButton } from './pause-button';
import { SendFacts } from './send-facts';
import { SendProgress } from './send-progress';
import { isMoving, isOpen, SendStatus } from './status';
import { SubjectTestSection } from './subject-test-section';
import { VariantTable } from './variant-table';

/** One send: its progress while it runs, its ledger as a sum, its variants, its messages. */
export function SendDetail({ id }: { id: string }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [cancelling, setCancelling] = useState(false);
  const query = useQuery(
    trpc.sends.get.queryOptions({ id }, { refetchInterval: (q) => (isMoving(q.state.data) ? 1_000 : false), meta: { quiet: true } }),
  );
  const cancel = useMutation(
    trpc.sends.cancel.mutationOptions({
      onSuccess: (send) => {
        queries.setQueryData(trpc.sends.get.queryKey({ id }), send);
        void queries.invalidateQueries({ queryKey: trpc.sends.pathKey() });
        setCancelling(false);
        toast.success(`Cancelled. ${plural(send.counts.cancelled, 'message')} will not leave.`);
      },
    }),
  );
  const send = query.data;
  if (query.isError && !send) return <ErrorState error={query.error} retry={() => query.refetch()} what="the send" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/sends', label: 'Sends' }}
        title={
          send ? (
            <span className="flex flex-wrap items-center gap-2.5">
              {send.template_name}
              <SendStatus status={send.status} />
            </span>
          ) : (
            <TitleSkeleton />
          )
        }
        description={
          <span className="flex flex-wrap items-center gap-x-1.5">
            {send && `to ${send.audience_name} · `}
            <code className="font-mono text-xs break-all">{id}</code>
            <CopyButton compact text={id} label="Copy send id" />
          </span>
        }
        actions={
          send && (
            <>
              <ReportLink of="sends" id={id} />
              {owner && isOpen(send) && (
                <>
                  <PauseButton send={send} />
                  <Button variant="quietDanger" onClick={() => setCancelling(true)}>
                    <Ban aria-hidden className="size-3.5" />
                    Cancel send
                  </Button>
                </>
              )}
            </>
          )
        }
      />
      <div className="flex flex-col gap-4">
        <SendProgress send={send} />
        {send?.subject_test && <SubjectTestSection send={send} test={send.subject_test} />}
        <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
          <Section
            title="Subjects"
            description={
              send?.subject_test
                ? 'Who is in the test has one of them, in equal groups; the rest gets the one that is decided on.'
                : send && send.variants.length > 1
                  ? 'Each person has one, by a stable hash of the contact.'
                  : undefined
            }
            flush
          >
            <VariantTable send={send} />
          </Section>
          <Section title="Details">{send ? <SendFacts send={send} /> : <Skeleton className="w-2/3" />}</Section>
        </div>
        <VariantsSection id={id} decided={send?.subject_test?.winner ?? null} />
        <MessageTable send={send} id={id} />
      </div>
      {send && (
        <ConfirmDialog
          open={cancelling}
          onOpenChange={setCancelling}
          title="Cancel this send?"
          action="Cancel send"
          cancel="Let it run"
          pending={cancel.isPending}
          onConfirm={() => cancel.mutate({ id })}
        >
          <p>
            {formatNumber(send.counts.scheduled)} of {plural(send.counts.total, 'message')} have not left and will not. What is being
            delivered at this moment, or was sent, cannot be taken back. A cancelled send cannot be resumed.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
