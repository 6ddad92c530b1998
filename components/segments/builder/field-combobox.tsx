'use client';
import { Combobox as Base } from '@base-ui/react/combobox';
import { ChevronsUpDown } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Field } from '@/contracts/segment';
import { cn } from '../../ui/cn';
import { controlClass } from '../../ui/input';
import { popupClass } from '../../ui/select';
import { useBuilder } from './context';
import { behaviour, fieldHint, fieldLabel, fieldOf, typedName } from './field-info';

type FieldGroup = { value: string; items: Field[] };
type Props = { value: string; onValueChange: (name: string) => void; className?: string };

/** Which field a condition is about: built-in ones, behaviour, metadata seen; any other metadata path can be typed. */
export function FieldCombobox({ value, onValueChange, className }: Props) {
  const { fields, catalogue, readOnly } = useBuilder();
  const [query, setQuery] = useState('');
  const groups = useMemo(() => groupsOf(fields, catalogue.behaviour), [fields, catalogue.behaviour]);
  const typed = typedName(query, catalogue);
  const known = typed !== null && fields.some((f) => f.name === typed || f.label.toLowerCase() === query.trim().toLowerCase());
  const items = useMemo(
    () => (typed && !known ? [...groups, { value: 'Other', items: [fieldOf(typed, [])] }] : groups),
    [groups, typed, known],
  );
  const label = (name: string) => fieldLabel(name, fields);
  return (
    <Base.Root
      items={items}
      value={value === '' ? null : fieldOf(value, fields)}
      onValueChange={(field) => field && onValueChange((field as Field).name)}
      itemToStringLabel={(field: Field) => label(field.name)}
      isItemEqualToValue={(a: Field, b: Field) => a.name === b.name}
      filter={(field: Field, text) => matches(field, text, label(field.name))}
      onInputValueChange={(text, details) => setQuery(details.reason === 'input-change' ? text : '')}
      autoHighlight
      readOnly={readOnly}
    >
      <Base.InputGroup className={cn('relative h-8', className)}>
        <Base.Input
          aria-label="Field"
          placeholder="Choose a field…"
          className={cn(controlClass, 'h-8 truncate pr-7 font-medium placeholder:font-normal')}
        />
        <Base.Trigger
          aria-label="Show the fields"
          tabIndex={-1}
          className="absolute inset-y-0 right-0 flex w-7 items-center justify-center rounded-md text-ink-3"
        >
          <ChevronsUpDown aria-hidden className="size-3.5" />
        </Base.Trigger>
      </Base.InputGroup>
      <Base.Portal>
        <Base.Positioner sideOffset={4} align="start" className="z-60 outline-none">
          <Base.Popup className={cn(popupClass, 'w-[min(25rem,calc(100vw-1rem))]')}>
            <Base.Empty>
              <div className="px-3 py-4 text-sm text-ink-3">No such field. A metadata key is written {catalogue.json.prefix}key.</div>
            </Base.Empty>
            <Base.List className="max-h-[min(22rem,var(--available-height))] overflow-y-auto p-1 data-empty:p-0">
              {(group: FieldGroup) => (
                <Base.Group key={group.value} items={group.items} className="pb-1">
                  <Base.GroupLabel className="px-2 pt-1.5 pb-0.5 text-2xs font-medium text-ink-3">{group.value}</Base.GroupLabel>
                  <Base.Collection>
                    {(field: Field) => (
                      <Base.Item
                        key={field.name}
                        value={field}
                        className="flex cursor-default select-none items-baseline gap-3 rounded-sm px-2 py-1 text-sm outline-none data-highlighted:bg-hover data-selected:font-medium"
                      >
                        <span className="shrink-0">{label(field.name)}</span>
                        <span className="min-w-0 flex-1 truncate text-right text-xs font-normal text-ink-3">{fieldHint(field)}</span>
                      </Base.Item>
                    )}
                  </Base.Collection>
                </Base.Group>
              )}
            </Base.List>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function groupsOf(fields: readonly Field[], withBehaviour: boolean): FieldGroup[] {
  const builtin = fields.filter((f) => f.builtin && f.name !== 'id');
  const metadata = fields.filter((f) => !f.builtin && f.type !== 'object');
  return [
    { value: 'Contact', items: [...builtin, ...fields.filter((f) => f.builtin && f.name === 'id')] },
    ...(withBehaviour ? [{ value: 'Behaviour and audiences', items: behaviour.map((name) => fieldOf(name, [])) }] : []),
    ...(metadata.length ? [{ value: 'Metadata', items: metadata }] : []),
  ];
}

const matches = (field: Field, text: string, label: string): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${label} ${field.name}`.toLowerCase().includes(word));
