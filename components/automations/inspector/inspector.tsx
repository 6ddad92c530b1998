'use client';
import { MousePointerClick } from 'lucide-react';
import type { Definition, Step } from '@/contracts/automation';
import type { StepPath } from '@/contracts/automation-flow';
import { Section } from '../../ui/card';
import { EmptyState } from '../../ui/empty-state';
import { Field } from '../../ui/field';
import { Input } from '../../ui/input';
import { Notice } from '../../ui/notice';
import { at, changeAt, replace } from '../model/edit';
import { stepWords } from '../model/words';
import { RulesFields } from './rules-fields';
import { StepFields } from './step-fields';
import { TriggerFields } from './trigger-fields';

type Props = {
  definition: Definition;
  path: StepPath | null;
  problems: string[];
  onChange: (definition: Definition) => void;
};

/** What is selected in the flow, to be edited. */
export function Inspector({ definition, path, problems, onChange }: Props) {
  const told = problems.length > 0 && (
    <Notice tone="bad">
      {problems.map((problem) => (
        <span key={problem} className="block">
          {problem}
        </span>
      ))}
    </Notice>
  );
  if (path?.[0] === 'trigger')
    return (
      <Section title="Trigger">
        <div className="flex flex-col gap-4">
          {told}
          <TriggerFields definition={definition} onChange={(trigger) => onChange({ ...definition, trigger })} />
        </div>
      </Section>
    );
  if (path?.[0] === 'entry')
    return (
      <Section title="Entry and exit">
        <div className="flex flex-col gap-3">
          {told}
          <RulesFields definition={definition} onChange={onChange} />
        </div>
      </Section>
    );
  const step = path && (at(definition, path) as Step | undefined);
  if (!path || !step)
    return (
      <Section title="Step">
        <EmptyState icon={MousePointerClick} title="Nothing selected">
          Choose a card of the flow to edit it, or a plus sign to add a step.
        </EmptyState>
      </Section>
    );
  return (
    <Section title={stepWords[step.type].label} description={stepWords[step.type].hint}>
      <div className="flex flex-col gap-4" key={path.join('/')}>
        {told}
        <StepFields key={step.type} step={step} onChange={(change) => onChange(changeAt(definition, path, change))} />
        <div className="grid grid-cols-2 gap-3 border-t pt-3">
          <Field label="Name" optional>
            <Input
              value={step.name ?? ''}
              onChange={(event) => onChange(changeAt(definition, path, { name: event.target.value || undefined }))}
            />
          </Field>
          <Field label="Step id">
            <Input
              className="font-mono"
              value={step.id}
              onChange={(event) => onChange(replace(definition, [...path, 'id'], event.target.value))}
            />
          </Field>
        </div>
      </div>
    </Section>
  );
}
