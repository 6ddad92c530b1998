'use client';
import { Field as BaseField } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { cn } from './cn';

type Props = {
  label: ReactNode;
  hint?: ReactNode;
  error?: string | undefined;
  optional?: boolean;
  /** `false` when the control is a button (Select): its label must not press it. */
  native?: boolean;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
};

/** A label, its control, a hint, and what is wrong with it, tied together for assistive technology. */
export function Field({ label, hint, error, optional, native = true, hideLabel, className, children }: Props) {
  const labelClass = cn('flex items-baseline gap-1.5 text-xs font-medium text-ink-2', hideLabel && 'sr-only');
  const text = (
    <>
      {label}
      {optional && <span className="font-normal text-ink-3">optional</span>}
    </>
  );
  return (
    <BaseField.Root invalid={Boolean(error)} className={cn('flex min-w-0 flex-col gap-1.5', className)}>
      {native ? (
        <BaseField.Label className={labelClass}>{text}</BaseField.Label>
      ) : (
        <BaseField.Label nativeLabel={false} render={<div />} className={labelClass}>
          {text}
        </BaseField.Label>
      )}
      {children}
      {hint && <BaseField.Description className="text-xs text-ink-3">{hint}</BaseField.Description>}
      <BaseField.Error match={Boolean(error)} className="flex items-start gap-1 text-xs text-bad">
        <CircleAlert aria-hidden className="mt-[3px] size-3 shrink-0" />
        {error}
      </BaseField.Error>
    </BaseField.Root>
  );
}
