'use client';
import { useMutation } from '@tanstack/react-query';
import { Save } from 'lucide-react';
import type { Route } from 'next';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Definition } from '@/contracts/automation';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { PageHeader } from '../ui/page-header';
import { AutomationEditor } from './automation-editor';
import { DetailsFields } from './details-fields';
import { useDefinition } from './model/use-definition';
import { saveProblem } from './save-problem';
import { useCheck } from './use-check';

const start: Definition = {
  trigger: { type: 'audience', audience_id: '', on: 'enters' },
  entry: { reentry: 'one_at_a_time' },
  exit: {},
  steps: [],
};

/** The editor before its first save. */
export function NewAutomation() {
  const trpc = useTRPC();
  const router = useRouter();
  const [details, setDetails] = useState({ name: '', description: '' });
  const state = useDefinition(start);
  const { issues, settled } = useCheck(state);
  const create = useMutation(
    trpc.automations.create.mutationOptions({
      onSuccess: (made) => router.push(`/overview/automations/${made.id}` as Route),
    }),
  );
  // What is missing is no mistake before anything was chosen or saved.
  const [begun, setBegun] = useState(false);
  const [untouched] = useState(state.text);
  const problem = saveProblem({ name: details.name, definition: state.value, issues, settled });
  const save = () => {
    setBegun(true);
    if (problem) return void toast.error(problem, { id: 'automation' });
    create.mutate({ name: details.name, description: details.description || null, definition: state.value });
  };
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/automations' as Route, label: 'Automations' }}
        title="New automation"
        description="Nothing happens until it is saved and activated."
        actions={
          <Button variant="primary" onClick={save} loading={create.isPending} aria-disabled={Boolean(problem)}>
            <Save aria-hidden className="size-3.5" />
            Save as a draft
          </Button>
        }
      />
      <DetailsFields value={details} onChange={setDetails} readOnly={false} />
      <AutomationEditor state={state} issues={begun || state.text !== untouched ? issues : []} />
    </>
  );
}
