'use client';
import { useId } from 'react';
import { cn } from '../ui/cn';
import { controlClass } from '../ui/input';
import { Segmented } from '../ui/segmented';
import { type Preset, presets, type Range } from './use-range';

const options = Object.entries(presets).map(([value, label]) => ({ value: value as Preset, label }));

/** Which days, and whether they are those of the messages or of what happened. */
export function RangePicker({ range, withBasis = true }: { range: Range; withBasis?: boolean }) {
  const id = useId();
  const day = (which: 'from' | 'to', label: string) => (
    <label htmlFor={`${id}-${which}`} className="flex items-center gap-1.5 text-xs text-ink-3">
      {label}
      <input
        id={`${id}-${which}`}
        type="date"
        className={cn(controlClass, 'h-8 w-36 tnum')}
        value={range[which]}
        max={which === 'from' ? range.to : undefined}
        min={which === 'to' ? range.from : undefined}
        onChange={(event) => event.target.value && void range.set({ from: range.from, to: range.to, [which]: event.target.value })}
      />
    </label>
  );
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-2">
      <Segmented
        label="Days"
        value={(!range.own && range.preset) || ('' as Preset)}
        onValueChange={(last) => void range.set({ last, from: null, to: null })}
        options={options}
      />
      <div className="flex flex-wrap items-center gap-2">
        {day('from', 'From')}
        <span className="flex items-center gap-2 text-xs text-ink-3">
          {day('to', 'to')}
          UTC
        </span>
      </div>
      {withBasis && (
        <Segmented
          label="Counted by"
          value={range.basis}
          onValueChange={(basis) => void range.set({ basis })}
          options={[
            { value: 'send', label: 'By day sent' },
            { value: 'event', label: 'By day it happened' },
          ]}
        />
      )}
    </div>
  );
}
