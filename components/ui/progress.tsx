'use client';
import { Progress as Base } from '@base-ui/react/progress';
import { cn } from './cn';

/** `value` in 0..1; null: running, unknown how far. */
export const Progress = ({ label, value, className }: { label: string; value: number | null; className?: string }) => (
  <Base.Root aria-label={label} value={value === null ? null : Math.round(value * 1000) / 10} className={className}>
    <Base.Track className="h-1.5 overflow-hidden rounded-full bg-selected">
      <Base.Indicator
        className={cn('h-full rounded-full bg-bar transition-[width] duration-300', value === null && 'w-1/3 animate-pulse-soft')}
      />
    </Base.Track>
  </Base.Root>
);
