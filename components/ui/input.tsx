import { Input as BaseInput } from '@base-ui/react/input';
import type { ComponentProps } from 'react';
import { cn } from './cn';

/** Shared look of text controls. 16px on touch screens: smaller makes iOS zoom in. */
export const controlClass =
  'w-full rounded-md border border-line-strong bg-surface px-2.5 text-sm text-ink shadow-control transition-colors placeholder:text-ink-3 hover:border-control focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0 disabled:cursor-not-allowed disabled:bg-sunken disabled:text-ink-3 data-invalid:border-bad any-pointer-coarse:text-[1rem]';

export function Input({ className, ...props }: ComponentProps<typeof BaseInput>) {
  return <BaseInput autoComplete="off" {...props} className={cn(controlClass, 'h-8', className as string)} />;
}

export function Textarea({ className, rows = 4, ...props }: Omit<ComponentProps<typeof BaseInput>, 'render'> & { rows?: number }) {
  return (
    <BaseInput {...props} render={<textarea rows={rows} />} className={cn(controlClass, 'min-h-16 resize-y py-1.5', className as string)} />
  );
}
