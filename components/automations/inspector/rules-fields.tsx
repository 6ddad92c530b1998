'use client';
import type { Definition } from '@/contracts/automation';
import type { Filter } from '@/contracts/segment';
import { AudienceInput } from '../../segments/builder/audience-input';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { Select } from '../../ui/select';
import { changeAt } from '../model/edit';
import { DurationInput } from './duration-input';
import { EventFields } from './event-fields';
import { FilterField } from './filter-field';

const reentry = [
  { value: 'once', label: 'Once ever' },
  { value: 'one_at_a_time', label: 'Again, when the last run is over' },
  { value: 'every_time', label: 'Every time' },
] as const;
const everybody = { datatype: 'contact', where: {} } as Filter;

type Props = { definition: Definition; onChange: (definition: Definition) => void };

/** Who may enter, how often, and what ends a run before its last step. */
export function RulesFields({ definition, onChange }: Props) {
  const entry = definition.entry ?? { reentry: 'one_at_a_time' };
  const exit = definition.exit ?? {};
  const set = (part: 'entry' | 'exit', change: Record<string, unknown>) =>
    onChange(changeAt({ ...definition, entry, exit }, [part], change));
  const { trigger } = definition;
  return (
    <>
      <Field label="The same contact enters" native={false}>
        <Select value={entry.reentry} onValueChange={(value) => set('entry', { reentry: value })} options={reentry} />
      </Field>
      {entry.reentry !== 'once' &&
        (entry.min_gap === undefined ? (
          <Add label="Add a minimum gap between entries" onClick={() => set('entry', { min_gap: 'P1D' })} />
        ) : (
          <Optional label="minimum gap" onRemove={() => set('entry', { min_gap: undefined })}>
            <DurationInput label="Minimum gap" value={entry.min_gap} onChange={(min_gap) => set('entry', { min_gap })} />
          </Optional>
        ))}
      {entry.filter === undefined ? (
        <Add label="Only let in who matches a filter" onClick={() => set('entry', { filter: everybody })} />
      ) : (
        <Optional label="entry filter" onRemove={() => set('entry', { filter: undefined })}>
          <h3 className="text-xs font-medium text-ink-2">Who may enter</h3>
          <FilterField value={entry.filter as Filter} onChange={(filter) => set('entry', { filter })} />
        </Optional>
      )}
      <h3 className="mt-2 border-t pt-3 text-sm font-semibold">Ends early</h3>
      {exit.leaves_audience === undefined ? (
        <Add
          label="When the contact leaves an audience"
          onClick={() => set('exit', { leaves_audience: trigger.type === 'audience' ? trigger.audience_id : '' })}
        />
      ) : (
        <Optional label="exit audience" onRemove={() => set('exit', { leaves_audience: undefined })}>
          <Field label="When not in">
            <AudienceInput value={exit.leaves_audience || null} onChange={(id) => set('exit', { leaves_audience: id })} />
          </Field>
        </Optional>
      )}
      {exit.goal === undefined ? (
        <Add label="When the contact reaches a goal" onClick={() => set('exit', { goal: { event: '' } })} />
      ) : (
        <Optional label="goal" onRemove={() => set('exit', { goal: undefined })}>
          <EventFields value={exit.goal} onChange={(change) => set('exit', { goal: { ...exit.goal, ...change } })} />
        </Optional>
      )}
      {exit.unless === undefined ? (
        <Add label="When the contact no longer matches a filter" onClick={() => set('exit', { unless: everybody })} />
      ) : (
        <Optional label="exit filter" onRemove={() => set('exit', { unless: undefined })}>
          <h3 className="text-xs font-medium text-ink-2">Must keep matching</h3>
          <FilterField value={exit.unless as Filter} onChange={(unless) => set('exit', { unless })} />
        </Optional>
      )}
    </>
  );
}

const Add = ({ label, onClick }: { label: string; onClick: () => void }) => (
  <Button variant="ghost" size="sm" className="justify-start" onClick={onClick}>
    + {label}
  </Button>
);

const Optional = ({ label, onRemove, children }: { label: string; onRemove: () => void; children: React.ReactNode }) => (
  <div className="flex flex-col gap-2 rounded-md border p-3">
    {children}
    <Button variant="ghost" size="sm" className="self-end" onClick={onRemove} aria-label={`Remove the ${label}`}>
      Remove
    </Button>
  </div>
);
