'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { AutomationDetail, AutomationVersion } from '@/contracts/automation-api';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Badge } from '../ui/badge';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { type Column, DataTable } from '../ui/data-table';
import { Time } from '../ui/time';
import { useAutomationActions } from './use-automation-actions';

/** Every save, and who is under way on it: they stay there until an owner moves or stops them. */
export function VersionsTab({ automation }: { automation: AutomationDetail }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const { refresh } = useAutomationActions(automation.id);
  const versions = useQuery(trpc.automations.versions.queryOptions({ id: automation.id }));
  const move = useMutation(
    trpc.automations.moveRuns.mutationOptions({
      onSuccess: ({ moved, left }) => {
        toast.success(`${formatNumber(moved)} moved${left ? `, ${formatNumber(left)} stay: their step is gone` : ''}`);
        refresh();
      },
    }),
  );
  const stop = useMutation(
    trpc.automations.stopRuns.mutationOptions({
      onSuccess: ({ stopped }) => {
        toast.success(`${formatNumber(stopped)} stopped`);
        refresh();
      },
    }),
  );
  const columns: Column<AutomationVersion>[] = [
    {
      id: 'version',
      header: 'Version',
      cell: (v) => (
        <span className="flex items-center gap-2">
          {v.version} {v.version === automation.version && <Badge tone="accent">Current</Badge>}
        </span>
      ),
    },
    { id: 'saved', header: 'Saved', cell: (v) => <Time iso={v.created_at} /> },
    { id: 'active', header: 'Under way', numeric: true, cell: (v) => formatNumber(v.active_runs) },
    {
      id: 'actions',
      header: <span className="sr-only">Actions</span>,
      cell: (v) =>
        owner &&
        v.active_runs > 0 && (
          <span className="flex justify-end gap-2">
            {v.version !== automation.version && (
              <Button size="sm" onClick={() => move.mutate({ id: automation.id, from: v.version })} loading={move.isPending}>
                Move to version {automation.version}
              </Button>
            )}
            <Button
              size="sm"
              variant="quietDanger"
              onClick={() => stop.mutate({ id: automation.id, version: v.version })}
              loading={stop.isPending}
            >
              Stop them
            </Button>
          </span>
        ),
    },
  ];
  return (
    <Section title="Versions" description="Who is under way stays on the version they entered." flush>
      <DataTable label="Versions" columns={columns} rows={versions.data} rowKey={(v) => String(v.version)} skeletonRows={2} />
    </Section>
  );
}
