'use client';
import type { Route } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { buttonClass } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { TitleSkeleton } from '../ui/skeleton';
import { RangePicker } from './range-picker';
import type { Range } from './use-range';

type Props = {
  /** What it is about: "campaign". */
  what: string;
  query: { data: unknown; isError: boolean; error: unknown; refetch: () => unknown };
  /** The list of reports that it came from. */
  parent: Route;
  title: string | undefined;
  description: string | undefined;
  /** Where that is shown itself. */
  href: Route;
  range: Range;
  children: ReactNode;
};

/** The page of a report about one thing: its head, the time it is about, and what happened then. */
export function ReportFrame({ what, query, parent, title, description, href, range, children }: Props) {
  if (query.isError && !query.data) return <ErrorState error={query.error} retry={() => query.refetch()} what={`the ${what}`} />;
  return (
    <>
      <PageHeader
        parent={{ href: parent, label: 'Reports' }}
        title={title ?? <TitleSkeleton />}
        description={description}
        actions={
          <Link href={href} className={buttonClass()}>
            Open {what}
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">{children}</div>
    </>
  );
}
