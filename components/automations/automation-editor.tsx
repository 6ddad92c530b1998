'use client';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import type { StepType } from '@/contracts/automation';
import type { StepPath } from '@/contracts/automation-flow';
import type { Issue } from '@/contracts/errors';
import { useIsOwner } from '../organization';
import type { Marked } from '../segments/json/check';
import { rangeOf } from '../segments/json/locate';
import { Button } from '../ui/button';
import { Section } from '../ui/card';
import { Notice } from '../ui/notice';
import { Segmented } from '../ui/segmented';
import { Skeleton } from '../ui/skeleton';
import { Flow, type FlowActions } from './flow/flow';
import { FlowFrame } from './flow/flow-frame';
import { Inspector } from './inspector/inspector';
import { insertStep, moveStep, newStep, removeStep, stepIds } from './model/edit';
import type { DefinitionState } from './model/use-definition';
import { useNames } from './model/use-names';

const JsonEditor = dynamic(() => import('../segments/json/editor'), { ssr: false, loading: () => <Skeleton className="h-96 w-full" /> });

type Props = { state: DefinitionState; issues: readonly Issue[] };

/** The flow with its inspector, or the same definition as JSON. */
export function AutomationEditor({ state, issues }: Props) {
  const readOnly = !useIsOwner();
  const [view, setView] = useState<'flow' | 'json'>('flow');
  const [selected, setSelected] = useState<StepPath | null>(['trigger']);
  const names = useNames(state.drawable);
  const { drawable, located } = state;
  const problems = (path: StepPath) =>
    issues.filter((issue) => path.every((key, i) => issue.path[i] === key)).map((issue) => issue.message.replace(/^step \S+: /, ''));
  const marks = useMemo((): Marked[] => {
    if (!located.ok) return [{ ...located.mark, severity: 'error', path: [] }];
    const { root } = located;
    return issues.map((issue) => ({ ...rangeOf(root, issue.path), message: issue.message, severity: 'error', path: issue.path }));
  }, [located, issues]);

  const actions: Partial<FlowActions> = { select: setSelected };
  if (drawable && !readOnly) {
    actions.add = (path, type: StepType) => {
      state.setDefinition(insertStep(drawable, path, newStep(type, stepIds(drawable))));
      setSelected(path);
    };
    actions.move = (path, by) => {
      const moved = moveStep(drawable, path, by);
      if (!moved) return;
      state.setDefinition(moved.definition);
      setSelected(moved.path);
    };
    actions.remove = (path) => {
      state.setDefinition(removeStep(drawable, path));
      setSelected(null);
    };
  }
  const general = issues.filter((issue) => issue.path.length < 2);
  return (
    <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <Section
        title="Flow"
        flush
        actions={
          <Segmented
            label="View of the automation"
            value={view}
            onValueChange={setView}
            options={[
              { value: 'flow', label: 'Flow' },
              { value: 'json', label: 'JSON' },
            ]}
          />
        }
      >
        {general.length > 0 && (
          <ul aria-label="Problems of the automation" className="border-b px-4 py-2 text-xs text-bad">
            {general.map((issue) => (
              <li key={issue.message}>{issue.message}</li>
            ))}
          </ul>
        )}
        {view === 'json' ? (
          <div className="p-3">
            <JsonEditor
              label="Automation as JSON"
              value={state.text}
              onChange={state.setText}
              marks={marks}
              fields={[]}
              readOnly={readOnly}
            />
          </div>
        ) : drawable ? (
          <FlowFrame label="Steps" selected={selected} className="max-h-[70vh] min-h-96">
            <Flow definition={drawable} names={names} problems={problems} selected={selected} actions={actions} />
          </FlowFrame>
        ) : (
          <div className="p-4">
            <Notice tone="bad">
              <span className="block">
                The JSON has a mistake, so it cannot be drawn: {marks[0]?.message ?? 'it has a shape that is not known'}.
              </span>
              <Button size="sm" className="mt-2" onClick={() => setView('json')}>
                Show the place
              </Button>
            </Notice>
          </div>
        )}
      </Section>
      {view === 'json' ? (
        <ProblemList issues={issues} />
      ) : drawable ? (
        <fieldset disabled={readOnly} className="min-w-0">
          <legend className="sr-only">What is selected</legend>
          <Inspector
            definition={drawable}
            path={selected}
            problems={selected ? (selected[0] === 'entry' ? [...problems(['entry']), ...problems(['exit'])] : problems(selected)) : []}
            onChange={state.setDefinition}
          />
        </fieldset>
      ) : null}
    </div>
  );
}

const ProblemList = ({ issues }: { issues: readonly Issue[] }) => (
  <Section title="Problems">
    <ul aria-label="Problems" aria-live="polite" className="flex flex-col gap-1 text-sm">
      {issues.length === 0 && <li className="text-ink-3">None.</li>}
      {issues.map((issue) => (
        <li key={`${issue.path.join('.')} ${issue.message}`}>
          <code className="font-mono text-xs text-ink-3">{issue.path.join('.') || 'definition'}</code>
          <span className="block text-bad">{issue.message}</span>
        </li>
      ))}
    </ul>
  </Section>
);
