import type { Waterfall as Steps } from '@/contracts/segment';
import { formatNumber } from '../../format';
import { cn } from '../../ui/cn';

const steps = (address: string) =>
  [
    ['matches', 'match'],
    ['has_address', `have ${address}`],
    ['not_suppressed', 'not suppressed'],
    ['will_receive', 'will receive'],
  ] as const;

type Props = { label: string; address: string; steps: Steps; exact: boolean };

/** From everyone who matches to everyone who receives, on one channel. */
export const Waterfall = ({ label, address, steps: counts, exact }: Props) => (
  <div>
    <h3 className="mb-1 text-xs font-medium text-ink-2">{label}</h3>
    <dl className="flex flex-col gap-0.5">
      {steps(address).map(([key, words], at, all) => {
        const last = at === all.length - 1;
        return (
          <div key={key} className="grid grid-cols-[6.75rem_1fr_auto] items-center gap-2 text-xs">
            <dt className={last ? 'font-medium text-ink' : 'text-ink-3'}>{words}</dt>
            <dd aria-hidden className="h-1.5 overflow-hidden rounded-full bg-selected">
              <span
                className={cn('block h-full rounded-full transition-[width] duration-300', last ? 'bg-bar' : 'bg-bar-2')}
                style={{ width: `${counts.matches ? (counts[key] / counts.matches) * 100 : 0}%` }}
              />
            </dd>
            <dd className={cn('min-w-12 text-right tnum', last ? 'font-semibold' : 'text-ink-2')}>
              {exact ? '' : '≈ '}
              {formatNumber(counts[key])}
            </dd>
          </div>
        );
      })}
    </dl>
  </div>
);
