import { RotateCw } from 'lucide-react';
import type { OverlapMatrix as Matrix } from '@/contracts/segment';
import { explain } from '../../errors';
import { formatClock, plural } from '../../format';
import { Button } from '../../ui/button';
import { Notice } from '../../ui/notice';
import { OverlapMatrix } from './overlap-matrix';

type Props = {
  audiences: readonly { id: string; name: string; gone: boolean }[];
  /** The last answer there is; of other audiences while not `current`. */
  matrix: Matrix | undefined;
  current: boolean;
  counting: boolean;
  error: unknown;
  retry: () => void;
};

/** The figures, what they are of, and what became of counting them. */
export function OverlapCount({ audiences, matrix, current, counting, error, retry }: Props) {
  const enough = audiences.filter((audience) => !audience.gone).length > 1;
  const failed = Boolean(error) && !counting;
  return (
    <>
      {failed && (
        <Notice tone="bad" className="m-3 mb-0">
          <span className="block">{explain(error).message}</span>
          <Button size="sm" className="mt-1.5" onClick={retry}>
            <RotateCw aria-hidden className="size-3" />
            Count again
          </Button>
        </Notice>
      )}
      <p className="px-4 pt-3 text-xs text-ink-3">
        Each cell: contacts in both, the share of the row that is also in the column, and the Jaccard index J, which shades it.
      </p>
      <OverlapMatrix audiences={audiences} matrix={matrix} stale={!current} failed={failed || !enough} />
      <p role="status" className="px-4 pb-3 text-xs text-ink-3 tnum">
        {caption()}
      </p>
    </>
  );

  function caption(): string {
    if (!enough) return 'Fewer than two of these audiences are there.';
    if (counting) return matrix && !current ? 'Counting… the figures shown are those of before.' : 'Counting…';
    if (!matrix || !current) return '';
    const { in_any, in_all, as_of } = matrix;
    const all = audiences.length > 2 ? `${plural(in_any, 'contact')} in one of them or more, ${plural(in_all, 'contact')} in all. ` : '';
    return `${all}All counted at one moment, ${formatClock(as_of)}.`;
  }
}
