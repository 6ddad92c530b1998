'use client';
import { Checkbox as Base } from '@base-ui/react/checkbox';
import { Check } from 'lucide-react';
import { type ReactNode, useId } from 'react';

type Props = { checked: boolean; onCheckedChange: (checked: boolean) => void; label: ReactNode; hint?: ReactNode; disabled?: boolean };

export function Checkbox({ checked, onCheckedChange, label, hint, disabled }: Props) {
  const id = useId();
  return (
    <span className="flex items-start gap-2 text-sm">
      <Base.Root
        id={id}
        checked={checked}
        onCheckedChange={onCheckedChange}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        className="mt-0.5 flex size-4 shrink-0 items-center justify-center rounded-sm border border-control bg-surface data-checked:border-primary data-checked:bg-primary data-disabled:opacity-55"
      >
        <Base.Indicator className="text-on-primary">
          <Check aria-hidden className="size-3" strokeWidth={3} />
        </Base.Indicator>
      </Base.Root>
      <label id={`${id}-label`} htmlFor={id} className="min-w-0 cursor-pointer">
        {label}
        {hint && <span className="block text-xs text-ink-3">{hint}</span>}
      </label>
    </span>
  );
}
