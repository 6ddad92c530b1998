import { plural } from '../format';
import { cn } from './cn';

const shown = 100;

type Row = { line: number; reason: string; cells?: readonly string[] };
type Props = {
  label: string;
  rows: readonly Row[];
  /** Of what is refused in all; the rows may be the first of them. */
  total: number;
  className?: string;
};

/** What was refused of a file: line, reason, and the row as it was where that is known. */
export function RefusedRows({ label, rows, total, className }: Props) {
  const cells = rows.some((row) => row.cells);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
    <section aria-label={label} tabIndex={0} className={cn('overflow-auto rounded-lg border', className)}>
      <table className="w-full border-collapse text-xs">
        <thead className="sticky top-0 bg-sunken text-left text-ink-3">
          <tr>
            <th scope="col" className="h-8 w-20 px-3 text-right font-medium">
              Line
            </th>
            <th scope="col" className="px-3 font-medium">
              Why it is refused
            </th>
            {cells && (
              <th scope="col" className="px-3 font-medium">
                Row
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <tr key={row.line} className="border-t align-top">
              <td className="px-3 py-1.5 text-right text-ink-3 tnum">{row.line}</td>
              <td className="min-w-40 px-3 py-1.5">{row.reason}</td>
              {cells && (
                <td className="max-w-72 truncate px-3 py-1.5 font-mono text-ink-3" title={row.cells?.join(', ')}>
                  {row.cells?.join(', ')}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {total > shown && (
        <p className="border-t px-3 py-2 text-xs text-ink-3">
          The first {shown} of {plural(total, 'refused row')}.
        </p>
      )}
    </section>
  );
}
