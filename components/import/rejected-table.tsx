'use client';
import type { RejectedRow } from '@/contracts/import';
import { formatNumber, plural } from '../format';

const shown = 100;

/** The refused rows: line, reason, and the row as it was. */
export const RejectedTable = ({ rejected }: { rejected: readonly RejectedRow[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
  <section aria-label="Rejected rows" tabIndex={0} className="max-h-72 overflow-auto rounded-lg border">
    <table className="w-full border-collapse text-xs">
      <thead className="sticky top-0 bg-sunken text-left text-ink-3">
        <tr>
          <th scope="col" className="h-8 px-3 text-right font-medium">
            Line
          </th>
          <th scope="col" className="px-3 font-medium">
            Reason
          </th>
          <th scope="col" className="px-3 font-medium">
            Row
          </th>
        </tr>
      </thead>
      <tbody>
        {rejected.slice(0, shown).map((row) => (
          <tr key={row.line} className="border-t align-top">
            <td className="px-3 py-1.5 text-right text-ink-3 tnum">{row.line}</td>
            <td className="min-w-40 px-3 py-1.5">{row.reason}</td>
            <td className="max-w-72 truncate px-3 py-1.5 font-mono text-ink-3" title={row.cells.join(', ')}>
              {row.cells.join(', ')}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    {rejected.length > shown && (
      <p className="border-t px-3 py-2 text-xs text-ink-3">
        The first {shown} of {plural(rejected.length, 'row')}; the download has all {formatNumber(rejected.length)}.
      </p>
    )}
  </section>
);
