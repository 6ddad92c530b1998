import type { ReactNode } from 'react';
import { cn } from './cn';
import { Skeleton } from './skeleton';

export type Column<T> = {
  id: string;
  header: ReactNode;
  cell: (row: T) => ReactNode;
  /** Figures line up at the right. */
  numeric?: boolean;
  /** Hidden below this width: the narrow screen keeps what identifies the row. */
  from?: 'sm' | 'md' | 'lg' | 'xl';
  className?: string;
  /** Of a column that can be sorted by. */
  sorted?: 'ascending' | 'descending' | 'none';
};

const hiddenBelow = { sm: 'max-sm:hidden', md: 'max-md:hidden', lg: 'max-lg:hidden', xl: 'max-xl:hidden' };

type Props<T> = {
  label: string;
  columns: readonly Column<T>[];
  rows: readonly T[] | undefined;
  rowKey: (row: T) => string;
  skeletonRows?: number;
};

/** A dense table; while `rows` is undefined, its shape. The first column names the row and holds its link. */
export function DataTable<T>({ label, columns, rows, rowKey, skeletonRows = 8 }: Props<T>) {
  const cellClass = (c: Column<T>) =>
    cn(
      'px-3 first:pl-4 last:pr-4 max-sm:first:w-full max-sm:first:max-w-0',
      c.numeric && 'text-right tnum',
      c.from && hiddenBelow[c.from],
      c.className,
    );
  return (
    <div className="relative overflow-x-auto">
      <table className="w-full border-collapse text-sm" aria-label={label} aria-busy={!rows || undefined}>
        <thead>
          <tr className="border-b text-left text-xs text-ink-3">
            {columns.map((c) => (
              <th key={c.id} scope="col" aria-sort={c.sorted} className={cn(cellClass(c), 'h-9 whitespace-nowrap font-medium')}>
                {c.header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.map((row) => (
            <tr
              key={rowKey(row)}
              className="group relative border-b transition-colors last:border-0 hover:bg-hover/60 focus-within:bg-hover/60"
            >
              {columns.map((c) => (
                <td key={c.id} className={cn(cellClass(c), 'h-11 py-1.5')}>
                  {c.cell(row)}
                </td>
              ))}
            </tr>
          ))}
          {!rows &&
            Array.from({ length: skeletonRows }, (_, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have no other identity
              <tr key={i} className="border-b last:border-0">
                {columns.map((c, at) => (
                  <td key={c.id} className={cn(cellClass(c), 'h-11')}>
                    <Skeleton className={cn(at === 0 ? 'w-40' : 'w-16', c.numeric && 'ml-auto w-10')} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** The link of a row: its name, clickable over the whole row, below the row's own buttons. */
export const rowLinkClass =
  'block truncate font-medium text-ink outline-offset-[-2px] after:absolute after:inset-0 hover:underline hover:decoration-line-strong hover:underline-offset-4';
