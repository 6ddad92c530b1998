'use client';
import { useQuery } from '@tanstack/react-query';
import type { Route } from 'next';
import Link from 'next/link';
import { useTRPC } from '../trpc';
import { buttonClass } from '../ui/button';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { TitleSkeleton } from '../ui/skeleton';
import { RangePicker } from './range-picker';
import { Figures } from './report-page';
import { useRange } from './use-range';
import { VariantsSection } from './variants-section';

/** One send: its figures, and its variants side by side. */
export function SendReport({ id }: { id: string }) {
  const trpc = useTRPC();
  const { data: send, isError, error, refetch } = useQuery(trpc.sends.get.queryOptions({ id }));
  const range = useRange(send?.starts_at);
  if (isError && !send) return <ErrorState error={error} retry={refetch} what="the send" />;
  return (
    <>
      <PageHeader
        parent={{ href: '/overview/reports' as Route, label: 'Reports' }}
        title={send?.template_name ?? <TitleSkeleton />}
        description={send && `to ${send.audience_name}`}
        actions={
          <Link href={`/overview/sends/${id}`} className={buttonClass()}>
            Open send
          </Link>
        }
      />
      <RangePicker range={range} />
      <div className="flex flex-col gap-4">
        <Figures range={range} within={{ send_id: id }} />
        <VariantsSection id={id} />
      </div>
    </>
  );
}
