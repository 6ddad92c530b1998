import type { ReactNode } from 'react';
import { cn } from './cn';

export const Card = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={cn('overflow-hidden rounded-lg border bg-surface', className)}>{children}</div>
);

type SectionProps = {
  title: string;
  description?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  className?: string;
  children: ReactNode;
};

/** A titled card. `flush`: the content (a table) reaches the edges. */
export const Section = ({ title, description, actions, flush, className, children }: SectionProps) => (
  <section aria-label={title} className={cn('overflow-hidden rounded-lg border bg-surface', className)}>
    <div className="flex min-h-12 flex-wrap items-center gap-x-3 gap-y-2 border-b px-4 py-2">
      <div className="min-w-[min(13rem,100%)] flex-1">
        <h2 className="text-base font-semibold">{title}</h2>
        {description && <p className="text-xs text-ink-3">{description}</p>}
      </div>
      {actions}
    </div>
    <div className={flush ? undefined : 'p-4'}>{children}</div>
  </section>
);
