import type { ReactNode } from 'react';
import type { Insights } from '@/contracts/segment';
import { formatShare, plural } from '../../format';
import { cn } from '../../ui/cn';

type Bucket = Insights['country'][number];
type Props = { title: string; buckets: readonly Bucket[]; label?: (value: string | null) => ReactNode; most?: number; note?: string };

/** One dimension: each value's share in the segment, a tick at its share in the whole list, and how far they are apart. */
export function Bars({ title, buckets, label = String, most = 8, note }: Props) {
  const shown = buckets.slice(0, most);
  const longest = Math.max(0.0001, ...shown.map((b) => Math.max(b.share, b.share_of_all)));
  return (
    <section aria-label={title} className="break-inside-avoid rounded-lg border bg-surface p-4">
      <h3 className="mb-2 flex items-baseline justify-between gap-2 text-sm font-semibold">
        {title}
        {note && <span className="text-xs font-normal text-ink-3">{note}</span>}
      </h3>
      {shown.length === 0 ? (
        <p className="text-sm text-ink-3">Nobody has one.</p>
      ) : (
        <table className="w-full table-fixed border-collapse text-xs">
          <caption className="sr-only">{title}: share in the segment, and how it differs from the whole list</caption>
          {/* Widths stand here: those of the cells below a hidden head are not heeded. */}
          <colgroup>
            <col className="w-[38%]" />
            <col />
            <col className="w-14" />
            <col className="w-14" />
          </colgroup>
          <thead className="sr-only">
            <tr>
              <th scope="col">Value</th>
              <th scope="col">Share</th>
              <th scope="col">Contacts</th>
              <th scope="col">Compared with the list</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((b) => (
              <tr key={String(b.value)} className="h-6">
                <th
                  scope="row"
                  className={cn('py-0.5 pr-2 text-left leading-4 font-normal wrap-anywhere', b.value === null && 'text-ink-3')}
                >
                  {b.value === null ? 'unknown' : label(b.value)}
                </th>
                <td>
                  <span aria-hidden className="relative block h-2.5 rounded-sm bg-selected/60">
                    <span className="absolute inset-y-0 left-0 rounded-sm bg-bar" style={{ width: `${(b.share / longest) * 100}%` }} />
                    <span
                      className="absolute -inset-y-0.5 w-0.5 rounded-full bg-ink"
                      style={{ left: `calc(${(b.share_of_all / longest) * 100}% - 1px)` }}
                    />
                  </span>
                  <span className="sr-only">{formatShare(b.share, 1)}</span>
                </td>
                <td className="pl-2 text-right tnum" title={plural(b.count, 'contact')}>
                  {formatShare(b.share, 1)}
                </td>
                <td className="pl-1 text-right">
                  <Index bucket={b} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {buckets.length > most && <p className="mt-1 text-xs text-ink-3">and {buckets.length - most} more</p>}
    </section>
  );
}

/** ×2.1 ▲: twice as common as in the whole list. Near 1 it says nothing. */
function Index({ bucket: { index, share, share_of_all } }: { bucket: Bucket }) {
  const title = `${formatShare(share, 1)} here, ${formatShare(share_of_all, 1)} of the whole list`;
  if (index === null || (index > 0.9 && index < 1.1))
    return (
      <span className="text-ink-3" title={title}>
        {index === null ? '' : '≈'}
      </span>
    );
  const over = index > 1;
  return (
    <span title={title} className={cn('whitespace-nowrap tnum', over ? 'text-good' : 'text-warn')}>
      <span className="sr-only">{over ? 'over-represented' : 'under-represented'} </span>×
      {index >= 10 ? Math.round(index) : index.toFixed(1)}
      <span aria-hidden> {over ? '▲' : '▼'}</span>
    </span>
  );
}
