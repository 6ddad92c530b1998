import { ChevronRight } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';

type Props = { title: ReactNode; description?: ReactNode; parent?: { href: Route; label: string }; actions?: ReactNode };

/** The page's h1, where it sits, and what can be done here. */
export const PageHeader = ({ title, description, parent, actions }: Props) => (
  <div className="mb-5 flex flex-wrap items-start gap-x-6 gap-y-3">
    <div className="min-w-0 flex-1 basis-64">
      {parent && (
        <nav aria-label="Breadcrumb" className="mb-1 flex items-center gap-1 text-xs text-ink-3">
          <Link href={parent.href} className="rounded-sm hover:text-ink hover:underline">
            {parent.label}
          </Link>
          <ChevronRight aria-hidden className="size-3" />
        </nav>
      )}
      <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
      {description && <div className="mt-0.5 text-sm text-ink-3 text-pretty">{description}</div>}
    </div>
    {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
  </div>
);
