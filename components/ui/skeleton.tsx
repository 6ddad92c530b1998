import { cn } from './cn';

export const Skeleton = ({ className }: { className?: string }) => (
  <span aria-hidden className={cn('block h-3.5 animate-pulse-soft rounded-sm bg-selected', className)} />
);

/** Stands for a page's title while it is read; a heading is never empty. */
export const TitleSkeleton = () => (
  <span aria-busy className="flex h-6.5 items-center">
    <span className="sr-only">Loading</span>
    <Skeleton className="h-5 w-56" />
  </span>
);
