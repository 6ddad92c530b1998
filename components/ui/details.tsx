import type { ReactNode } from 'react';
import { cn } from './cn';

/** Label and value pairs. */
export const Details = ({ items, className }: { items: readonly (readonly [string, ReactNode] | false)[]; className?: string }) => (
  <dl className={cn('grid grid-cols-[minmax(6.5rem,auto)_1fr] gap-x-4 gap-y-2 text-sm', className)}>
    {items.map(
      (item) =>
        item && (
          <div key={item[0]} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-ink-3">{item[0]}</dt>
            <dd className="min-w-0 break-words">{item[1]}</dd>
          </div>
        ),
    )}
  </dl>
);
