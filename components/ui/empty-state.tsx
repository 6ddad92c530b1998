import { type LucideIcon, SearchX } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { Button } from './button';

type Props = { icon: LucideIcon; title: string; children?: ReactNode; action?: ReactNode };

/** Nothing here yet: what this place is for, and the next step. */
export const EmptyState = ({ icon: Icon, title, children, action }: Props) => (
  <div className="flex flex-col items-center px-6 py-14 text-center">
    <span className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-sunken text-ink-3">
      <Icon aria-hidden className="size-5" strokeWidth={1.75} />
    </span>
    <h2 className="text-base font-semibold">{title}</h2>
    {children && <div className="mt-1 max-w-md text-sm text-ink-3 text-pretty">{children}</div>}
    {action && <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div>}
  </div>
);

type NoMatchProps = { title: string; clear: () => void; children?: ReactNode };

/** What was searched for is not there. Clearing the search puts the focus back where one types. */
export function NoMatch({ title, clear, children }: NoMatchProps) {
  const press = ({ currentTarget }: MouseEvent) => {
    currentTarget.closest('main')?.querySelector<HTMLInputElement>('input[type=search]')?.focus();
    clear();
  };
  return (
    <EmptyState icon={SearchX} title={title} action={<Button onClick={press}>Clear search</Button>}>
      {children}
    </EmptyState>
  );
}
