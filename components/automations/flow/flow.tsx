'use client';
import { ListChecks, Zap } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Definition, Step, StepType } from '@/contracts/automation';
import { type StepPath, waysOf } from '@/contracts/automation-flow';
import { iconOf, type Names, rulesLine, stepLine, stepWords, triggerLine } from '../model/words';
import { AddStep } from './add-step';
import { StepCard } from './step-card';

export type FlowActions = {
  select: (path: StepPath) => void;
  add: (path: StepPath, type: StepType) => void;
  move: (path: StepPath, by: -1 | 1) => void;
  remove: (path: StepPath) => void;
};
export type Marked = { state: 'done' | 'waiting' | 'failed' | 'untouched'; note?: ReactNode; way?: string };
type Props = {
  definition: Definition;
  names: Names;
  /** Problems below a path. */
  problems: (path: StepPath) => string[];
  selected: StepPath | null;
  /** Absent: only to be read, or (without `add`) to be looked into. */
  actions?: Partial<FlowActions>;
  /** Of a run: what became of each step. */
  mark?: (step: Step) => Marked;
};

const same = (a: StepPath | null, b: StepPath) => a !== null && a.join('/') === b.join('/');

/** The definition as a tree of cards, read from top to bottom; ways of a step stand side by side and join again below. */
export function Flow(props: Props) {
  const { definition, names, problems, selected, actions } = props;
  const select = (path: StepPath) => actions?.select && (() => actions.select?.(path));
  return (
    <div className="flex w-max min-w-full flex-col items-center px-4 py-5">
      <StepCard
        icon={Zap}
        title="Trigger"
        line={triggerLine(definition.trigger, names)}
        selected={same(selected, ['trigger'])}
        problems={problems(['trigger'])}
        onSelect={select(['trigger'])}
      />
      <span aria-hidden className="h-3 w-px bg-line-strong" />
      <StepCard
        icon={ListChecks}
        title="Entry and exit"
        line={rulesLine(definition)}
        selected={same(selected, ['entry'])}
        problems={[...problems(['entry']), ...problems(['exit'])]}
        onSelect={select(['entry'])}
      />
      <StepList {...props} steps={definition.steps} path={['steps']} where="the automation" />
      <span className="rounded-full border bg-sunken px-3 py-1 text-xs text-ink-2">End</span>
    </div>
  );
}

function StepList({ steps, path, where, ...props }: Props & { steps: readonly Step[]; path: StepPath; where: string }) {
  const { actions } = props;
  const add = (i: number) => actions?.add && ((type: StepType) => actions.add?.([...path, i], type));
  return (
    <>
      <AddStep label={steps.length ? `Add a step at the start of ${where}` : `Add a step to ${where}`} onAdd={add(0)} />
      {steps.map((step, i) => (
        <div key={step.id || i} className="flex flex-col items-center">
          <OneStep {...props} step={step} path={[...path, i]} last={i === steps.length - 1} />
          <AddStep label={`Add a step after ${step.name ?? step.id}`} onAdd={add(i + 1)} />
        </div>
      ))}
    </>
  );
}

function OneStep({ step, path, last, ...props }: Props & { step: Step; path: StepPath; last: boolean }) {
  const { actions, names, problems, selected, mark } = props;
  const { label } = stepWords[step.type];
  const marked = mark?.(step);
  const ways = waysOf(step);
  const editable = actions?.remove && {
    label: step.name ?? step.id,
    up: path.at(-1) === 0 ? undefined : () => actions.move?.(path, -1),
    down: last ? undefined : () => actions.move?.(path, 1),
    remove: () => actions.remove?.(path),
  };
  const own = ways.length
    ? ownProblems(
        problems(path),
        ways.flatMap((way) => problems([...path, ...way.at])),
      )
    : problems(path);
  return (
    <>
      <StepCard
        icon={iconOf(step)}
        title={step.name ?? label}
        line={stepLine(step, names)}
        id={step.id}
        selected={same(selected, path)}
        problems={own}
        onSelect={actions?.select && (() => actions.select?.(path))}
        state={marked?.state}
        note={marked?.note}
        actions={editable || undefined}
      />
      {ways.length > 0 && (
        <div className="mt-2 flex items-stretch gap-4">
          {ways.map((way) => (
            <div
              key={way.at.join('.')}
              className="flex min-w-64 flex-col items-center rounded-lg border border-dashed border-line-strong px-3 pt-2 data-taken:border-solid data-taken:border-good"
              data-taken={marked?.way === way.at.join('.') || undefined}
            >
              <span className="rounded-full bg-selected px-2 py-0.5 text-xs font-medium text-ink-2">{way.label}</span>
              <StepList {...props} steps={way.steps} path={[...path, ...way.at]} where={`${way.label} of ${step.name ?? step.id}`} />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

const ownProblems = (all: string[], below: string[]) => all.filter((problem) => !below.includes(problem));
