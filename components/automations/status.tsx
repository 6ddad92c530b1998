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
export const RunBadge = ({ run }: { run: Pick<AutomationRunWire, 'status' | 'is_test' | 'parked'> }) => (
  <span className="flex flex-wrap items-center gap-1">
    <Badge tone={run.parked ? 'warn' : runTones[run.status]}>{run.parked ? 'Held by the pause' : runLabels[run.status]}</Badge>
    {run.is_test && <Badge tone="outline">Test</Badge>}
  </span>
);
