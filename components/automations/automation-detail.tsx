'use client';
import { Archive, FlaskConical, Pause, Play, Save } from 'lucide-react';
import type { Route } from 'next';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { useState } from 'react';
import { toast } from 'sonner';
import type { AutomationDetail as Automation } from '@/contracts/automation-api';
import { formatNumber } from '../format';
import { useIsOwner } from '../organization';
import { ReportLink } from '../reports/report-link';
import { useUnsavedWarning } from '../templates/use-unsaved-warning';
import { Button } from '../ui/button';
import { ConfirmDialog } from '../ui/confirm-dialog';
import { Notice } from '../ui/notice';
import { PageHeader } from '../ui/page-header';
import { Tab, TabList, TabPanel, Tabs } from '../ui/tabs';
import { AutomationEditor } from './automation-editor';
import { DetailsFields } from './details-fields';
import { useDefinition } from './model/use-definition';
import { RunTable } from './runs/run-table';
import { saveProblem } from './save-problem';
import { SettingsTab } from './settings-tab';
import { AutomationBadge } from './status';
import { TestDialog } from './test-dialog';
import { useAutomationActions } from './use-automation-actions';
import { useCheck } from './use-check';
import { VersionsTab } from './versions-tab';

const tabs = ['flow', 'runs', 'versions', 'settings'] as const;

export function AutomationDetail({ automation }: { automation: Automation }) {
  const owner = useIsOwner();
  const [tab, setTab] = useQueryState('tab', parseAsStringLiteral(tabs).withDefault('flow'));
  const [details, setDetails] = useState({ name: automation.name, description: automation.description ?? '' });
  const [dialog, setDialog] = useState<'test' | 'archive' | null>(null);
  const state = useDefinition(automation.definition);
  const { issues, settled } = useCheck(state);
  const actions = useAutomationActions(automation.id);
  const archived = automation.status === 'archived';

  const changed =
    state.value === null ||
    JSON.stringify(state.value) !== JSON.stringify(automation.definition) ||
    details.name !== automation.name ||
    details.description !== (automation.description ?? '');
  useUnsavedWarning(changed && !actions.save.isPending);
  const problem = saveProblem({ name: details.name, definition: state.value, issues, settled });
  const save = () => {
    if (problem) return void toast.error(problem, { id: 'automation' });
    actions.save.mutate({
      id: automation.id,
      name: details.name,
      description: details.description || null,
      definition: state.value,
      basedOn: automation.version,
    });
  };
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/automations' as Route, label: 'Automations' }}
        title={automation.name}
        description={
          <span className="flex flex-wrap items-center gap-x-2">
            <AutomationBadge status={automation.status} />
            <span>version {automation.version}</span>
            <span>{formatNumber(automation.runs.active)} under way</span>
            {changed && <span className="text-warn">unsaved changes</span>}
          </span>
        }
        actions={
          <>
            <ReportLink of="automations" id={automation.id} />
            {owner && !archived && (
              <>
                <Button onClick={() => setDialog('test')}>
                  <FlaskConical aria-hidden className="size-3.5" />
                  Test
                </Button>
                {automation.status === 'active' && (
                  <Button onClick={() => actions.pause.mutate({ id: automation.id })} loading={actions.pause.isPending}>
                    <Pause aria-hidden className="size-3.5" />
                    Pause
                  </Button>
                )}
                <Button variant="ghost" onClick={() => setDialog('archive')}>
                  <Archive aria-hidden className="size-3.5" />
                  Archive
                </Button>
                {automation.status !== 'active' && (
                  <Button
                    variant={changed ? 'secondary' : 'primary'}
                    disabled={changed}
                    onClick={() => actions.activate.mutate({ id: automation.id })}
                    loading={actions.activate.isPending}
                  >
                    <Play aria-hidden className="size-3.5" />
                    {automation.status === 'paused' ? 'Resume' : 'Activate'}
                  </Button>
                )}
                {(changed || actions.save.isPending) && (
                  <Button variant="primary" onClick={save} loading={actions.save.isPending} aria-disabled={Boolean(problem)}>
                    <Save aria-hidden className="size-3.5" />
                    Save
                  </Button>
                )}
              </>
            )}
          </>
        }
      />
      {automation.problem && (
        <Notice tone="bad" className="mb-4">
          {automation.problem}
        </Notice>
      )}
      <Tabs value={tab} onValueChange={(next) => void setTab(next)}>
        <TabList label="About this automation" className="mb-4">
          <Tab value="flow">Flow</Tab>
          <Tab value="runs">Runs</Tab>
          <Tab value="versions">Versions</Tab>
          <Tab value="settings">Settings</Tab>
        </TabList>
        <TabPanel value="flow">
          <AutomationEditor state={state} issues={issues} />
        </TabPanel>
        <TabPanel value="runs">
          <RunTable automationId={automation.id} />
        </TabPanel>
        <TabPanel value="versions">
          <VersionsTab automation={automation} />
        </TabPanel>
        <TabPanel value="settings">
          <DetailsFields value={details} onChange={setDetails} readOnly={!owner || archived} />
          {owner && <SettingsTab automation={automation} />}
        </TabPanel>
      </Tabs>
      <TestDialog
        open={dialog === 'test'}
        onOpenChange={(open) => setDialog(open ? 'test' : null)}
        automation={automation}
        definition={changed ? state.value : null}
        onRun={() => {
          setDialog(null);
          actions.refresh();
          void setTab('runs');
        }}
      />
      <ConfirmDialog
        open={dialog === 'archive'}
        onOpenChange={(open) => setDialog(open ? 'archive' : null)}
        title={`Archive ${automation.name}?`}
        action="Archive"
        pending={actions.archive.isPending}
        onConfirm={() => actions.archive.mutate({ id: automation.id }, { onSuccess: () => setDialog(null) })}
      >
        Nobody enters any more, and the {formatNumber(automation.runs.active)} under way are stopped. This cannot be undone.
      </ConfirmDialog>
    </>
  );
}
