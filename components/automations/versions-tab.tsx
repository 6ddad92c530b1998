'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
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
import { VersionDrawer } from './version-drawer';

/** Every save, and who is under way on it: they stay there until an owner moves or stops them. */
export function VersionsTab({ automation }: { automation: AutomationDetail }) {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const { refresh } = useAutomationActions(automation.id);
  const [shown, setShown] = useState<AutomationVersion>();
  const [open, setOpen] = useState(false);
  const show = (version: AutomationVersion) => {
    setShown(version);
    setOpen(true);
  };
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
      cell: (v) => (
        <span className="flex flex-wrap justify-end gap-2">
          <Button size="sm" variant="ghost" aria-label={`View version ${v.version}`} onClick={() => show(v)}>
            View
          </Button>
          {owner && v.active_runs > 0 && v.version !== automation.version && (
            <Button size="sm" onClick={() => move.mutate({ id: automation.id, from: v.version })} loading={move.isPending}>
              Move to version {automation.version}
            </Button>
          )}
          {owner && v.active_runs > 0 && (
            <Button
              size="sm"
              variant="quietDanger"
              onClick={() => stop.mutate({ id: automation.id, version: v.version })}
              loading={stop.isPending}
            >
              Stop them
            </Button>
          )}
        </span>
      ),
    },
  ];
  return (
    <Section title="Versions" description="Who is under way stays on the version they entered." flush>
      <DataTable label="Versions" columns={columns} rows={versions.data} rowKey={(v) => String(v.version)} skeletonRows={2} />
      {shown && <VersionDrawer version={shown} open={open} onOpenChange={setOpen} />}
    </Section>
  );
}
