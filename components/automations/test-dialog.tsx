'use client';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AutomationDetail, TestResult } from '@/contracts/automation-api';
import type { Contact } from '@/contracts/contact';
import type { Json } from '@/filter/ast';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { Combobox } from '../ui/combobox';
import { Dialog, DialogBody, DialogFooter } from '../ui/dialog';
import { Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { useLookup } from '../use-lookup';
import { stepWords } from './model/words';

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  automation: AutomationDetail;
  /** Unsaved changes: the dry run is of these. */
  definition: Json | null;
  onRun: () => void;
};

/** Tries the automation with one contact: in words, or for real as a marked test. */
export function TestDialog({ open, onOpenChange, automation, definition, onRun }: Props) {
  const trpc = useTRPC();
  const { setText, q, typing } = useLookup();
  const [contact, setContact] = useState<Contact | null>(null);
  const [mode, setMode] = useState<'dry' | 'real'>('dry');
  const [events, setEvents] = useState<'happen' | 'time_out'>('happen');
  const found = useQuery(trpc.contacts.list.queryOptions({ q, limit: 25 }, { enabled: open, placeholderData: keepPreviousData }));
  const test = useMutation(
    trpc.automations.test.mutationOptions({
      onSuccess: (result) => {
        if (result.mode === 'dry') return;
        toast.success('The test run began');
        onRun();
      },
    }),
  );
  const label = (c: Contact) => c.email ?? c.phone ?? c.name ?? c.id;
  const run = () => {
    if (!contact) return;
    test.mutate({
      id: automation.id,
      contact_id: contact.id,
      mode,
      events,
      ...(mode === 'dry' && definition !== null ? { definition } : {}),
    });
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Test with a contact" size="lg">
      <DialogBody>
        <Field label="Contact">
          <Combobox<Contact>
            aria-label="Contact"
            items={found.data?.data ?? []}
            value={contact}
            onValueChange={setContact}
            label={label}
            hint={(c) => c.name}
            isEqual={(a, b) => a.id === b.id}
            onInput={setText}
            searching={typing || found.isPlaceholderData}
            placeholder="Find a contact…"
          />
        </Field>
        <div className="flex flex-wrap gap-3">
          <Segmented
            label="Kind of test"
            value={mode}
            onValueChange={setMode}
            options={[
              { value: 'dry', label: 'Only say what would happen' },
              { value: 'real', label: 'Really do it' },
            ]}
          />
          {mode === 'dry' && (
            <Segmented
              label="Events that are waited for"
              value={events}
              onValueChange={setEvents}
              options={[
                { value: 'happen', label: 'Events happen' },
                { value: 'time_out', label: 'Events time out' },
              ]}
            />
          )}
        </div>
        {mode === 'real' && (
          <Notice tone="warn">
            The saved version runs now for this contact: messages are sent, tags and fields changed, webhooks called. Waits are skipped, and
            the run is marked a test.
          </Notice>
        )}
        {mode === 'dry' && test.data?.mode === 'dry' && <Result result={test.data} />}
      </DialogBody>
      <DialogFooter>
        <Button variant="primary" disabled={!contact} loading={test.isPending} onClick={run}>
          {mode === 'dry' ? 'Try it' : 'Run the test'}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

const Result = ({ result }: { result: TestResult }) => (
  <div className="flex flex-col gap-2" role="status">
    {result.notes.map((note) => (
      <Notice key={note} tone="warn">
        {note}
      </Notice>
    ))}
    <ol aria-label="What would happen" className="divide-y rounded-md border">
      {result.steps.map((step) => (
        <li key={step.step_id} className="flex items-start gap-2 px-3 py-2 text-sm">
          {step.ok ? (
            <CircleCheck aria-label="would work" className="mt-0.5 size-4 shrink-0 text-good" />
          ) : (
            <TriangleAlert aria-label="would not work" className="mt-0.5 size-4 shrink-0 text-bad" />
          )}
          <span className="min-w-0">
            <span className="font-medium">{stepWords[step.type as keyof typeof stepWords]?.label}</span>{' '}
            <code className="font-mono text-xs text-ink-3">{step.step_id}</code>
            <span className="block text-ink-2 break-words">{step.does}</span>
          </span>
        </li>
      ))}
    </ol>
  </div>
);
