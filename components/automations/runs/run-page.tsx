'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import type { Step } from '@/contracts/automation';
import type { RunDetail, RunStep } from '@/contracts/automation-api';
import { reasonWords } from '@/contracts/automation-words';
import type { MessageStatus } from '@/contracts/send';
import { formatInstant } from '../../format';
import { useIsOwner } from '../../organization';
import { MessageStatusBadge } from '../../sends/status';
import { useTRPC } from '../../trpc';
import { Button } from '../../ui/button';
import { Section } from '../../ui/card';
import { ErrorState } from '../../ui/error-state';
import { Notice } from '../../ui/notice';
import { PageHeader } from '../../ui/page-header';
import { Skeleton } from '../../ui/skeleton';
import { Time } from '../../ui/time';
import { Flow, type Marked } from '../flow/flow';
import { FlowFrame } from '../flow/flow-frame';
import { useNames } from '../model/use-names';
import { stepWords } from '../model/words';
import { RunBadge } from '../status';

/** One contact's run: its path through the flow, and each step with its time, result and error. */
export function RunPage({ id, runId }: { id: string; runId: string }) {
  const trpc = useTRPC();
  const owner = useIsOwner();
  const query = useQuery(
    trpc.automations.run.queryOptions({ id, runId }, { refetchInterval: (q) => (q.state.data && isMoving(q.state.data) ? 2_000 : false) }),
  );
  const stop = useMutation(trpc.automations.stopRun.mutationOptions({ onSuccess: () => query.refetch() }));
  const names = useNames(query.data?.definition ?? null);
  const run = query.data;
  if (query.isError && !run) return <ErrorState error={query.error} retry={() => query.refetch()} what="the run" />;
  if (!run) return <Skeleton className="h-96 w-full" />;
  return (
    <>
      <PageHeader
        parent={{ href: `/overview/automations/${id}?tab=runs` as Route, label: 'Runs' }}
        title={run.contact ? `Run of ${run.contact}` : 'Run of an erased contact'}
        description={
          <span className="flex flex-wrap items-center gap-x-3">
            <RunBadge run={run} />
            {reasonWords(run.reason)}
            <span>version {run.version}</span>
            <span>
              entered <Time iso={run.started_at} />
            </span>
            {run.contact_id && (
              <Link href={`/overview/contacts/${run.contact_id}` as Route} className="text-accent hover:underline">
                Contact
              </Link>
            )}
          </span>
        }
        actions={
          owner &&
          run.status === 'active' && (
            <Button variant="quietDanger" loading={stop.isPending} onClick={() => stop.mutate({ id, runId })}>
              Stop this run
            </Button>
          )
        }
      />
      {run.error && (
        <Notice tone="bad" className="mb-4">
          {run.error}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
        <Section title="Path" flush>
          <FlowFrame label="Steps" selected={null} className="max-h-[75vh]">
            <Flow definition={run.definition} names={names} problems={() => []} selected={null} mark={(step) => marked(run, step)} />
          </FlowFrame>
        </Section>
        <Section title="Steps taken" flush>
          <ol className="divide-y" aria-label="Steps taken">
            {run.steps.map((step) => (
              <StepRow key={`${step.step_id} ${step.visit}`} step={step} />
            ))}
            {run.steps.length === 0 && <li className="p-4 text-sm text-ink-3">None yet.</li>}
          </ol>
        </Section>
      </div>
    </>
  );
}

/** It goes on, or a message of it is under way. */
const isMoving = (run: RunDetail) =>
  run.status === 'active' || run.steps.some(({ result }) => ['scheduled', 'claimed', 'sending'].includes(String(result.message_status)));

function marked(run: RunDetail, step: Step): Marked {
  const taken = run.steps.findLast((one) => one.step_id === step.id);
  if (!taken) return run.step_id === step.id ? { state: 'waiting', note: 'next' } : { state: 'untouched' };
  const way = wayOf(taken);
  const state = taken.status === 'failed' ? 'failed' : taken.status === 'done' ? 'done' : 'waiting';
  return { state, ...(way ? { way } : {}), note: noteOf(taken) };
}

const wayOf = ({ result, type }: RunStep): string | null => {
  if (typeof result.way === 'number' && type === 'split') return `ways.${result.way}.steps`;
  return typeof result.way === 'string' ? result.way : null;
};
const noteOf = (step: RunStep) =>
  step.due_at ? `until ${formatInstant(step.due_at)}` : step.result.skipped ? 'skipped in the test' : null;

const words = { running: 'under way', waiting: 'waiting', done: 'done', failed: 'failed' } as const;

const ways: Record<string, string> = { yes: 'Yes', no: 'No', received: 'It happened', timed_out: 'It did not' };

function StepRow({ step }: { step: RunStep }) {
  const known = stepWords[step.type as Step['type']];
  const facts = Object.entries(step.result)
    .filter(([, value]) => value !== null && value !== '')
    .map(([key, value]) => [key, (key === 'way' && ways[String(value)]) || value] as const);
  return (
    <li className="flex flex-col gap-1 px-4 py-2.5 text-sm">
      <span className="flex items-baseline gap-2">
        <span className="font-medium">{known?.label ?? step.type}</span>
        <code className="min-w-0 truncate font-mono text-xs text-ink-3">{step.step_id}</code>
        <span className={step.status === 'failed' ? 'ml-auto text-xs text-bad' : 'ml-auto text-xs text-ink-2'}>{words[step.status]}</span>
      </span>
      <span className="text-xs text-ink-3">
        <Time iso={step.started_at} />
        {step.ended_at && step.ended_at !== step.started_at && (
          <>
            {' → '}
            <Time iso={step.ended_at} />
          </>
        )}
        {step.attempts > 1 && `, ${step.attempts} tries`}
      </span>
      {facts.length > 0 && (
        <dl className="grid grid-cols-[auto_1fr] gap-x-2 text-xs">
          {facts.map(([key, value]) => (
            <div key={key} className="contents">
              <dt className="text-ink-3">{key.replaceAll('_', ' ')}</dt>
              <dd className="min-w-0 break-all">
                <Fact name={key} value={value} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      {step.error && <span className="text-xs text-bad">{step.error}</span>}
    </li>
  );
}

function Fact({ name, value }: { name: string; value: unknown }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (name === 'send_id')
    return (
      <Link href={`/overview/sends/${text}` as Route} className="font-mono text-accent hover:underline">
        {text}
      </Link>
    );
  if (name === 'message_status') return <MessageStatusBadge status={text as MessageStatus} />;
  return /^\d{4}-\d\d-\d\dT/.test(text) ? formatInstant(text) : text;
}
