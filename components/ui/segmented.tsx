'use client';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import type { ReactNode } from 'react';
import { cn } from './cn';

type Props<V extends string> = {
  label: string;
  value: V;
  onValueChange: (value: V) => void;
  options: readonly { value: V; label: ReactNode; disabled?: boolean }[];
  className?: string;
};

/** One of two to five, all in sight: radio buttons in a row. */
export const Segmented = <V extends string>({ label, value, onValueChange, options, className }: Props<V>) => (
  <RadioGroup
    aria-label={label}
    value={value}
    onValueChange={(next) => onValueChange(next as V)}
    className={cn('inline-flex rounded-md border border-line-strong bg-sunken p-0.5', className)}
  >
    {options.map((option) => (
      // biome-ignore lint/a11y/noLabelWithoutControl: the radio inside is the control
      <label
        key={option.value}
        className="flex h-6.5 flex-1 cursor-pointer items-center justify-center gap-1.5 whitespace-nowrap rounded-[4px] px-2.5 text-xs text-ink-3 hover:text-ink has-data-checked:bg-thumb has-data-checked:font-medium has-data-checked:text-ink has-data-checked:shadow-control has-focus-visible:outline-2 has-focus-visible:outline-accent has-data-disabled:cursor-not-allowed has-data-disabled:opacity-55"
      >
        <Radio.Root value={option.value} disabled={option.disabled} className="sr-only" />
        {option.label}
      </label>
    ))}
  </RadioGroup>
);
