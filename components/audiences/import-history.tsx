'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileSpreadsheet } from 'lucide-react';
import type { ImportSummary } from '@/contracts/import';
import { formatNumber } from '../format';
import { useTRPC } from '../trpc';
import type { Column } from '../ui/data-table';
import { EmptyState } from '../ui/empty-state';
import { PagedTable } from '../ui/paged-table';
import { Time } from '../ui/time';

const figure = (
  id: 'rows' | 'created' | 'updated' | 'unchanged' | 'rejected' | 'added_to_audience',
  header: string,
  from?: 'sm' | 'md',
): Column<ImportSummary> => ({
  id,
  header,
  numeric: true,
  from,
  cell: (i) => <span className={i[id] === 0 ? 'text-ink-3' : id === 'rejected' ? 'text-bad' : undefined}>{formatNumber(i[id])}</span>,
});

const columns: Column<ImportSummary>[] = [
  { id: 'when', header: 'Imported', cell: (i) => <Time iso={i.created_at} /> },
  figure('rows', 'Rows'),
  figure('created', 'Created', 'sm'),
  figure('updated', 'Updated', 'sm'),
  figure('unchanged', 'Unchanged', 'md'),
  figure('rejected', 'Rejected'),
  figure('added_to_audience', 'Joined', 'md'),
];

/** Past imports into the audience; each line adds up to its rows. */
export function ImportHistory({ audienceId }: { audienceId: string }) {
  const trpc = useTRPC();
  const imports = useInfiniteQuery(
    trpc.audiences.imports.infiniteQueryOptions({ id: audienceId, limit: 25 }, { getNextPageParam: (page) => page.next_cursor }),
  );
  return (
    <PagedTable
      query={imports}
      label="Imports"
      columns={columns}
      rowKey={(i) => i.import_id}
      empty={
        <EmptyState icon={FileSpreadsheet} title="Nothing was imported here yet">
          Every CSV import is kept with its counts.
        </EmptyState>
      }
    />
  );
}
