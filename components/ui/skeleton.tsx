import { cn } from './cn';

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('block h-3.5 animate-pulse-soft rounded-sm bg-selected', className)} />
);
