'use client';
import type { ReactNode } from 'react';
import type { Page } from '@/contracts/page';
import { plural } from '../format';
import { Button } from './button';
import { cn } from './cn';
import { type Column, DataTable } from './data-table';
import { ErrorState } from './error-state';

/** What this needs of an infinite query, whatever its error type. */
type PagedQuery<T> = {
  data: { pages: Page<T>[] } | undefined;
  isError: boolean;
  error: unknown;
  isPlaceholderData: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  refetch: () => unknown;
  fetchNextPage: () => unknown;
};

type Props<T> = {
  query: PagedQuery<T>;
  label: string;
  columns: readonly Column<T>[];
  rowKey: (row: T) => string;
  empty: ReactNode;
};

export const rowsOf = <T,>(query: PagedQuery<T>): T[] | undefined => query.data?.pages.flatMap((page) => page.data);

/** A list that is read by cursor: skeleton, error with retry, empty state, table, "Load more". An older answer stays, dimmed, while a new one loads. */
export function PagedTable<T>({ query, label, columns, rowKey, empty }: Props<T>) {
  const rows = rowsOf(query);
  if (query.isError && !rows) return <ErrorState error={query.error} retry={() => query.refetch()} what={label.toLowerCase()} />;
  if (rows?.length === 0) return empty;
  return (
    <>
      <div aria-busy={query.isPlaceholderData || undefined} className={cn('transition-opacity', query.isPlaceholderData && 'opacity-60')}>
        <DataTable label={label} columns={columns} rows={rows} rowKey={rowKey} />
      </div>
      <span role="status" className="sr-only">
        {rows ? `${plural(rows.length, 'row')}${query.hasNextPage ? ', more available' : ''}` : `Loading ${label.toLowerCase()}`}
      </span>
      {query.hasNextPage && (
        <div className="flex justify-center border-t p-2">
          <Button variant="ghost" loading={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
            Load more
          </Button>
        </div>
      )}
    </>
  );
}
