'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Send } from '@/contracts/send';
import type { SubjectTest } from '@/contracts/subject-test';
import { formatInstant, formatMinutes, formatNumber, formatRelative, plural, zoneName } from '../format';
import { useIsOwner } from '../organization';
import { formatRate } from '../reports/words';
import { useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { isOpen } from './status';

type Props = { send: Send; test: SubjectTest };

const state = {
  waiting: { tone: 'neutral', label: 'Not begun' },
  running: { tone: 'accent', label: 'Running' },
  decided: { tone: 'good', label: 'Decided' },
  ended: { tone: 'neutral', label: 'Ended' },
} as const;

/** How a test of subjects stands: until when it runs, or what was decided, by whom and on which figures; and the choice by hand. */
export function SubjectTestSection({ send, test }: Props) {
  const { tone, label } = state[test.status];
  return (
    <Section title="Test of subjects" actions={<Badge tone={tone}>{label}</Badge>}>
      <div className="flex flex-col gap-4">
        <p role="status" className="text-sm text-pretty tnum">
          {words(send, test)}
        </p>
        <Subjects send={send} test={test} />
      </div>
    </Section>
  );
}

const at = (iso: string) => `${formatInstant(iso)} ${zoneName(iso)}`;

function words(send: Send, test: SubjectTest): string {
  const rest = test.rest_size ?? 0;
  const most = test.by === 'opens' ? 'opened' : 'clicked';
  switch (test.status) {
    case 'waiting':
      return `When the send begins, ${Math.round(test.share * 100)} % get the test; ${formatMinutes(test.wait_minutes)} after that the rest gets the subject that was ${most} more.`;
    case 'running': {
      if (!rest) return `All ${plural(test.test_size ?? 0, 'person', 'people')} get the test: nobody is left for the better subject.`;
      const when =
        send.status === 'paused'
          ? 'The send is paused, and so is the wait: on resuming it goes on with what was left of it.'
          : test.decides_at
            ? `The decision comes ${formatRelative(test.decides_at)}, ${at(test.decides_at)}: the rest gets the subject that was ${most} more.`
            : '';
      return `${plural(test.test_size ?? 0, 'person', 'people')} get the test, in equal groups; ${formatNumber(rest)} wait. ${when}`;
    }
    case 'decided': {
      const who = test.decided_by?.type === 'automatic' ? 'automatically' : `by ${test.decided_by?.name ?? 'somebody who is gone'}`;
      return `${test.statement} Decided ${who}, ${test.decided_at ? at(test.decided_at) : ''}, for ${plural(rest, 'person', 'people')}.`;
    }
    case 'ended':
      return send.status === 'cancelled'
        ? 'Cancelled before a decision: the rest gets nothing.'
        : 'Ended without a decision: nobody was left to send to.';
  }
}

/** Each subject with its figures at the decision; until then, with the button that decides for it. */
function Subjects({ send, test }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const owner = useIsOwner();
  const [asking, setAsking] = useState<string | null>(null);
  const choose = useMutation(
    trpc.sends.chooseSubject.mutationOptions({
      onSuccess: (changed) => {
        queries.setQueryData(trpc.sends.get.queryKey({ id: send.id }), changed);
        void queries.invalidateQueries({ queryKey: trpc.sends.pathKey() });
        toast.success(`The rest gets ${changed.subject_test?.winner}.`);
      },
      onSettled: () => setAsking(null),
    }),
  );
  const rest = test.rest_size ?? 0;
  const open = owner && test.status === 'running' && isOpen(send) && send.status !== 'paused' && rest > 0;
  return (
    <>
      <ul aria-label="Subjects of the test" className="divide-y rounded-lg border">
        {send.variants.map(({ letter, subject }) => {
          const figures = test.figures.find((each) => each.letter === letter);
          return (
            <li key={letter} className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2 text-sm">
              <span className="flex size-5 shrink-0 items-center justify-center rounded-sm bg-selected text-xs font-semibold">
                {letter}
              </span>
              <span className="min-w-0 flex-1 basis-40 break-words">{subject}</span>
              {figures && (
                <span className="text-xs text-ink-3 tnum">
                  {figures.rate === null
                    ? 'not known'
                    : `${formatRate(figures.rate)} ${test.by === 'opens' ? 'opened' : 'clicked'}: ${formatNumber(figures.hits)} of ${formatNumber(figures.reached)}`}
                </span>
              )}
              {test.winner === letter && <Badge tone="good">to the rest</Badge>}
              {open && (
                <Button size="sm" onClick={() => setAsking(letter)}>
                  Send {letter} to the rest now
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={`Send ${asking} to the rest now?`}
        action={`Send ${asking}`}
        cancel="Let the test run"
        danger={false}
        pending={choose.isPending}
        onConfirm={() => asking && choose.mutate({ id: send.id, winner: asking })}
      >
        <p>
          “{send.variants.find(({ letter }) => letter === asking)?.subject}” goes to {plural(rest, 'person', 'people')} who wait. This ends
          the test and cannot be taken back.
        </p>
      </ConfirmDialog>
    </>
  );
}
