import type { OverlapMatrix as Matrix } from '@/contracts/segment';
import { formatNumber, formatShare } from '../../format';
import { cn } from '../../ui/cn';
import { Skeleton } from '../../ui/skeleton';

type Props = {
  audiences: readonly { id: string; name: string; gone: boolean }[];
  matrix: Matrix | undefined;
  /** The figures are of before: they fade. */
  stale: boolean;
  /** What has no figure gets none. */
  failed: boolean;
};

/**
 * Each audience with each: on the diagonal its size, elsewhere how many are in both, the share of the row's audience that is, and the
 * Jaccard index (shared by all of both), by which a cell is shaded. Names stand whole at the rows; a column bears the number of its row.
 */
export function OverlapMatrix({ audiences, matrix, stale, failed }: Props) {
  const sizes = new Map(matrix?.audiences.map((audience) => [audience.id, audience]));
  const pairs = new Map(
    matrix?.pairs.flatMap((pair) => [
      [`${pair.a} ${pair.b}`, pair],
      [`${pair.b} ${pair.a}`, pair],
    ]),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: scrolled with the arrow keys where it is wider than the screen
    <section aria-label="Shared contacts" tabIndex={0} className="overflow-x-auto py-3 pr-3 outline-offset-[-2px]">
      <table className="border-separate border-spacing-1 text-sm" aria-busy={stale || !matrix || undefined}>
        <thead>
          <tr className="text-left align-top text-xs text-ink-2">
            <td className={headClass} />
            {audiences.map(({ id, name }, at) => (
              <th key={id} scope="col" className="w-32 min-w-22 px-2 pb-1 font-medium">
                <span aria-hidden className="block font-semibold text-ink">
                  {at + 1}
                </span>
                <span className="line-clamp-2 font-normal wrap-anywhere">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody className={cn('transition-opacity duration-200', stale && 'opacity-60 delay-300')}>
          {audiences.map((row, at) => (
            <tr key={row.id}>
              <th scope="row" className={cn(headClass, 'text-left text-xs font-medium text-ink-2')}>
                <span className="flex gap-2">
                  <span aria-hidden className="font-semibold text-ink">
                    {at + 1}
                  </span>
                  <span className="wrap-anywhere">{row.name}</span>
                </span>
              </th>
              {audiences.map((column) => {
                const size = sizes.get(row.id);
                const none = failed || row.gone || column.gone;
                if (row.id === column.id) return <Whole key={column.id} size={size} alone={!stale} none={none} />;
                return <Shared key={column.id} pair={pairs.get(`${row.id} ${column.id}`)} size={size} none={none} />;
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Stays while the rest is scrolled below it. */
const headClass = 'sticky left-0 z-1 w-52 min-w-28 bg-surface pr-2 pl-3';

type Size = Matrix['audiences'][number];
const Missing = ({ none }: { none: boolean }) => (none ? '—' : <Skeleton className="w-12" />);

/** `alone`: how many are in none of the others, which holds for these audiences only. */
function Whole({ size, alone, none }: { size: Size | undefined; alone: boolean; none: boolean }) {
  return (
    <td className="h-16 rounded-md border border-dashed border-line-strong px-2 align-middle">
      {size ? <span className="font-semibold tnum">{formatNumber(size.count)}</span> : <Missing none={none} />}
      <span className="block text-2xs text-ink-3 tnum">{size && alone ? `${formatNumber(size.only)} only here` : 'all of it'}</span>
    </td>
  );
}

function Shared({ pair, size, none }: { pair: Matrix['pairs'][number] | undefined; size: Size | undefined; none: boolean }) {
  if (!pair || !size)
    return (
      <td className="h-16 rounded-md bg-sunken px-2 align-middle text-xs text-ink-3">
        <Missing none={none} />
      </td>
    );
  return (
    <td
      className={cn('h-16 rounded-md px-2 align-middle', pair.both === 0 && 'text-ink-3')}
      // Up to 45 % of the colour, so that the ink keeps its contrast in both themes.
      style={{
        backgroundColor: `color-mix(in srgb, var(--color-bar) ${Math.round(4 + Math.sqrt(pair.jaccard) * 34)}%, var(--color-surface))`,
      }}
    >
      <span className="font-semibold tnum">{formatNumber(pair.both)}</span>
      <span className="block text-2xs text-ink tnum">
        {formatShare(pair.both, size.count)} · J {pair.jaccard.toFixed(2)}
      </span>
    </td>
  );
}
