'use client';
import { formatNumber } from '../../format';
import { cn } from '../../ui/cn';
import { Skeleton } from '../../ui/skeleton';
import type { LiveReach } from './use-reach';

type Props = { live: LiveReach; current: boolean; unfinished: number; compact?: boolean };

/**
 * The number. It stays until a newer one takes its place; while that is on its way it fades, late enough that a quick answer never
 * makes it flicker. The caption says what the number is of.
 */
export function ReachNumber({ live, current, unfinished, compact }: Props) {
  const { reach, pending } = live;
  if (!reach && !live.error) return <Skeleton className={compact ? 'h-6 w-24' : 'h-10 w-40'} />;
  const stale = pending || !current || Boolean(live.error);
  return (
    <div className={cn('min-w-0', compact && 'leading-tight')} aria-busy={pending || undefined}>
      <p
        className={cn(
          'flex flex-wrap items-baseline gap-x-2 transition-colors duration-200',
          stale && 'text-ink-3',
          pending && current && 'delay-200',
        )}
      >
        <output data-testid="reach" className={cn('tnum font-semibold tracking-tight', compact ? 'text-xl' : 'text-[2.5rem] leading-12')}>
          {reach ? `${reach.exact ? '' : '≈ '}${formatNumber(reach.count)}` : '—'}
        </output>
        {reach && !reach.exact && <span className="text-sm text-ink-3 tnum">± {formatNumber(reach.margin)}</span>}
      </p>
      <p role="status" className={cn('text-xs text-ink-3', compact && 'truncate')}>
        {caption(live, current, unfinished)}
      </p>
    </div>
  );
}

function caption({ reach, error, pending, refining }: LiveReach, current: boolean, unfinished: number): string {
  if (!current) return 'of the last valid filter';
  if (error) return 'could not be counted';
  const left =
    unfinished === 0 ? '' : unfinished === 1 ? ', without the unfinished condition' : `, without ${unfinished} unfinished conditions`;
  if (pending) return `contacts${left} · counting…`;
  if (!reach?.exact) return refining ? 'contacts, estimated · counting exactly…' : 'contacts, estimated: an exact count takes too long';
  return `${reach.count === 1 ? 'contact matches' : 'contacts match'}${left}`;
}
