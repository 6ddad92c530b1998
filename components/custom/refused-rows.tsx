import type { RefusedRow } from '@/contracts/custom';
import { formatNumber, plural } from '../format';

const shown = 100;

/** What was refused, by line and reason. */
export const RefusedRows = ({ rows, total }: { rows: readonly RefusedRow[]; total: number }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
  <section aria-label="Refused rows" tabIndex={0} className="max-h-56 overflow-auto rounded-lg border">
    <table className="w-full border-collapse text-xs">
      <thead className="sticky top-0 bg-sunken text-left text-ink-3">
        <tr>
          <th scope="col" className="h-8 w-20 px-3 text-right font-medium">
            Line
          </th>
          <th scope="col" className="px-3 font-medium">
            Why it is refused
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.slice(0, shown).map((row) => (
          <tr key={row.line} className="border-t">
            <td className="px-3 py-1.5 text-right text-ink-3 tnum">{row.line}</td>
            <td className="px-3 py-1.5">{row.reason}</td>
          </tr>
        ))}
      </tbody>
    </table>
    {total > shown && (
      <p className="border-t px-3 py-2 text-xs text-ink-3">
        The first {shown} of {plural(total, 'row')} ({formatNumber(total)} refused in all).
      </p>
    )}
  </section>
);
