import { cn } from '../ui/cn';

/** The mark: scattered points drawn up in a row. */
export const Mark = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 24 24" aria-hidden="true" className={cn('size-6', className)}>
    <rect width="24" height="24" rx="6" className="fill-primary" />
    <g className="fill-on-primary">
      <circle cx="6.5" cy="16.5" r="1.9" />
      <circle cx="12" cy="16.5" r="1.9" />
      <circle cx="17.5" cy="16.5" r="1.9" />
      <circle cx="8.2" cy="10.6" r="1.5" opacity=".75" />
      <circle cx="14.6" cy="9.6" r="1.5" opacity=".75" />
      <circle cx="10.8" cy="5.9" r="1.2" opacity=".5" />
    </g>
  </svg>
);
