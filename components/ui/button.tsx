import { cva, type VariantProps } from 'class-variance-authority';
import type { ComponentProps } from 'react';
import { cn } from './cn';
import { Spinner } from './spinner';

/** Class names of a button, also for links that look like one. */
export const buttonClass = cva(
  'inline-flex shrink-0 select-none items-center justify-center gap-1.5 whitespace-nowrap rounded-md font-medium transition-colors duration-100 disabled:cursor-not-allowed disabled:opacity-55 aria-disabled:opacity-55 [&_svg]:shrink-0',
  {
    variants: {
      variant: {
        primary: 'bg-primary text-on-primary shadow-control enabled:hover:bg-primary-hover [a]:hover:bg-primary-hover',
        secondary: 'border border-line-strong bg-surface text-ink shadow-control enabled:hover:bg-hover [a]:hover:bg-hover',
        ghost: 'text-ink-2 enabled:hover:bg-hover enabled:hover:text-ink [a]:hover:bg-hover [a]:hover:text-ink',
        danger: 'bg-bad-strong text-white shadow-control enabled:hover:brightness-110',
        quietDanger: 'border border-line-strong bg-surface text-bad shadow-control enabled:hover:bg-bad-soft',
      },
      size: {
        sm: 'h-7 px-2.5 text-xs',
        md: 'h-8 px-3 text-sm',
        lg: 'h-9 px-4 text-base',
        icon: 'size-8 p-0',
        iconSm: 'size-7 p-0',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
);

type Props = ComponentProps<'button'> & VariantProps<typeof buttonClass> & { loading?: boolean };

/** While `loading` the label stays, a spinner joins it and a second press does nothing. */
export function Button({ variant, size, loading, className, children, disabled, type = 'button', ...props }: Props) {
  return (
    <button
      {...props}
      type={type}
      disabled={disabled || loading}
      aria-busy={loading || undefined}
      className={cn(buttonClass({ variant, size }), className)}
    >
      {loading && <Spinner />}
      {children}
    </button>
  );
}
