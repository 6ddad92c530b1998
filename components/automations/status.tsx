import type { AutomationStatus, RunStatus } from '@/contracts/automation';
import type { AutomationRunWire } from '@/contracts/automation-api';
import { Badge, type Tone } from '../ui/badge';

const tones: Record<AutomationStatus, Tone> = { draft: 'outline', active: 'good', paused: 'warn', archived: 'neutral' };
const labels: Record<AutomationStatus, string> = { draft: 'Draft', active: 'Active', paused: 'Paused', archived: 'Archived' };
export const AutomationBadge = ({ status }: { status: AutomationStatus }) => <Badge tone={tones[status]}>{labels[status]}</Badge>;

const runTones: Record<RunStatus, Tone> = { active: 'accent', completed: 'good', exited: 'neutral', stopped: 'warn', failed: 'bad' };
const runLabels: Record<RunStatus, string> = {
  active: 'Under way',
  completed: 'Completed',
  exited: 'Ended early',
  stopped: 'Stopped',
  failed: 'Failed',
};
const reasons: Record<string, string> = {
  goal: 'reached the goal',
  left_audience: 'left the audience',
  no_longer_matches: 'no longer matches',
  exit_step: 'at an end step',
  erased: 'the contact was erased',
  archived: 'the automation was archived',
  by_owner: 'by an owner',
  loop: 'a loop was stopped',
  gave_up: 'it could not go on',
  step_failed: 'a step failed',
};

export const RunBadge = ({ run }: { run: Pick<AutomationRunWire, 'status' | 'is_test' | 'parked'> }) => (
  <span className="flex flex-wrap items-center gap-1">
    <Badge tone={run.parked ? 'warn' : runTones[run.status]}>{run.parked ? 'Held by the pause' : runLabels[run.status]}</Badge>
    {run.is_test && <Badge tone="outline">Test</Badge>}
  </span>
);

export const reasonWords = (reason: string | null): string | null => (reason ? (reasons[reason] ?? reason) : null);
