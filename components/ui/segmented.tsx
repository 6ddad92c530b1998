'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { type ReactNode, useId } from 'react';
import { cn } from './cn';

type Props<V extends string> = {
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[];
  className?: string;
};

/** One of two to five, all in sight: radio buttons in a row. */
export function Segmented<V extends string>({ label, value, onValueChange, options, className }: Props<V>) {
  const id = useId();
  return (
    <RadioGroup
      aria-label={label}
      value={value}
      onValueChange={(next) => onValueChange(next as V)}
      className={cn('inline-flex rounded-md border border-line-strong bg-sunken p-0.5', className)}
    >
      {options.map((option) => (
        <span
          key={option.value}
          className="relative flex h-6.5 flex-1 items-center justify-center gap-1.5 whitespace-nowrap rounded-sm px-2.5 text-xs text-ink-3 hover:text-ink has-data-checked:bg-thumb has-data-checked:font-medium has-data-checked:text-ink has-data-checked:shadow-control has-data-disabled:opacity-55"
        >
          {/* Over its whole label: the radio itself is what is pressed. */}
          <Radio.Root
            value={option.value}
            disabled={option.disabled}
            aria-labelledby={`${id}-${option.value}`}
            className="absolute inset-0 cursor-pointer rounded-sm outline-offset-1 data-disabled:cursor-not-allowed"
          />
          <span id={`${id}-${option.value}`} className="flex items-center gap-1.5">
            {option.label}
          </span>
        </span>
      ))}
    </RadioGroup>
  );
}
