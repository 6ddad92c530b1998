'use client';
import { cn } from './cn';

const names = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
type Props = { value: readonly number[]; onChange: (days: number[]) => void };

/** Days of the week, 1 is Monday; the last one that is on stays on. */
export const Weekdays = ({ value, onChange }: Props) => (
  // biome-ignore lint/a11y/useSemanticElements: toggle buttons in a row
  <div role="group" aria-label="Weekdays" className="flex flex-wrap gap-1">
    {names.map((name, i) => {
      const day = i + 1;
      const on = value.includes(day);
      const rest = value.filter((other) => other !== day);
      return (
        <button
          key={name}
          type="button"
          aria-pressed={on}
          onClick={() => onChange(on ? (rest.length ? rest : [...value]) : [...rest, day].sort((a, b) => a - b))}
          className={cn(
            'h-8 min-w-11 rounded-md border px-2 text-xs',
            on ? 'border-primary bg-primary font-medium text-on-primary' : 'border-line-strong bg-surface text-ink-2 hover:bg-hover',
          )}
        >
          {name}
        </button>
      );
    })}
  </div>
);
