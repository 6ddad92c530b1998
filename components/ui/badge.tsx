import { cva, type VariantProps } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { cn } from './cn';

const badge = cva('inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm px-1.5 text-xs font-medium', {
  variants: {
    tone: {
      neutral: 'bg-selected text-ink-2',
      accent: 'bg-accent-soft text-accent',
      good: 'bg-good-soft text-good',
      warn: 'bg-warn-soft text-warn',
      bad: 'bg-bad-soft text-bad',
      outline: 'border border-line-strong text-ink-2',
    },
  },
  defaultVariants: { tone: 'neutral' },
});
export type Tone = NonNullable<VariantProps<typeof badge>['tone']>;

export const Badge = ({ tone, className, children }: { tone?: Tone; className?: string; children: ReactNode }) => (
  <span className={cn(badge({ tone }), className)}>{children}</span>
);
