import type { Overlap } from '@/contracts/segment';
import { formatNumber, formatShare } from '../../format';
import { cn } from '../../ui/cn';
import { Skeleton } from '../../ui/skeleton';

type Query = { data: Overlap | undefined; isError: boolean } | undefined;
type Props = {
  audiences: readonly { id: string; name: string }[];
  between: (a: string, b: string) => { query: Query; turned: boolean };
};

/**
 * Each audience with each: on the diagonal its size, elsewhere how many are in both, the share of the row's audience that is, and the
 * Jaccard index (shared by all of both), by which a cell is shaded.
 */
export function OverlapMatrix({ audiences, between }: Props) {
  const sizeOf = (id: string) => {
    const other = audiences.find((a) => a.id !== id);
    const { query, turned } = between(id, other?.id ?? '');
    return query?.data && (turned ? query.data.b : query.data.a);
  };
  return (
    <div className="overflow-x-auto p-3">
      <table className="border-separate border-spacing-1 text-sm">
        <caption className="mb-2 text-left text-xs text-ink-3">
          Each cell: contacts in both, the share of the row that is also in the column, and the Jaccard index, which shades it.
        </caption>
        <thead>
          <tr>
            <td />
            {audiences.map((a) => (
              <th
                key={a.id}
                scope="col"
                className="max-w-36 min-w-28 truncate px-2 pb-1 text-left text-xs font-medium text-ink-2"
                title={a.name}
              >
                {a.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {audiences.map((row) => (
            <tr key={row.id}>
              <th
                scope="row"
                className="sticky left-0 max-w-40 truncate bg-surface pr-3 text-left text-xs font-medium text-ink-2"
                title={row.name}
              >
                {row.name}
              </th>
              {audiences.map((column) => {
                if (row.id === column.id) {
                  const size = sizeOf(row.id);
                  return (
                    <td key={column.id} className="h-16 min-w-28 rounded-md border border-dashed border-line-strong px-2.5 align-middle">
                      {size === undefined ? (
                        <Skeleton className="w-12" />
                      ) : (
                        <span className="font-semibold tnum">{formatNumber(size)}</span>
                      )}
                      <span className="block text-2xs text-ink-3">all of it</span>
                    </td>
                  );
                }
                const { query, turned } = between(row.id, column.id);
                return <Cell key={column.id} query={query} size={query?.data && (turned ? query.data.b : query.data.a)} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ query, size }: { query: Query; size: number | undefined }) {
  const data = query?.data;
  if (!data || size === undefined) {
    return (
      <td className="h-16 rounded-md bg-sunken px-2.5 align-middle text-xs text-ink-3">
        {query?.isError ? 'could not be counted' : <Skeleton className="w-12" />}
      </td>
    );
  }
  return (
    <td
      className={cn('h-16 rounded-md px-2.5 align-middle', data.both === 0 && 'text-ink-3')}
      // Up to 45 % of the colour, so that the ink keeps its contrast in both themes.
      style={{
        backgroundColor: `color-mix(in srgb, var(--color-bar) ${Math.round(4 + Math.sqrt(data.jaccard) * 34)}%, var(--color-surface))`,
      }}
    >
      <span className="font-semibold tnum">{formatNumber(data.both)}</span>
      <span className="block text-2xs text-ink tnum">
        {formatShare(data.both, size)} · J {data.jaccard.toFixed(2)}
      </span>
    </td>
  );
}
