'use client';
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';

type Props = { checked: boolean; onCheckedChange: (checked: boolean) => void; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export const Checkbox = ({ checked, onCheckedChange, label, hint, disabled }: Props) => (
  // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox inside is the control
  <label className="flex cursor-pointer items-start gap-2 text-sm has-data-disabled:cursor-not-allowed">
    <Base.Root
      checked={checked}
      onCheckedChange={onCheckedChange}
      disabled={disabled}
      className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface data-checked:border-primary data-checked:bg-primary data-disabled:opacity-55"
    >
      <Base.Indicator className="text-on-primary">
        <Check aria-hidden className="size-3" strokeWidth={3} />
      </Base.Indicator>
    </Base.Root>
    <span className="min-w-0">
      {label}
      {hint && <span className="block text-xs text-ink-3">{hint}</span>}
    </span>
  </label>
);
