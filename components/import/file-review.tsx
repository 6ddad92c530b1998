'use client';
import { FileSpreadsheet } from 'lucide-react';
import type { ColumnMapping } from '@/contracts/import';
import { formatBytes, plural } from '../format';
import { cn } from '../ui/cn';
import { Equation } from '../ui/equation';
import { Notice } from '../ui/notice';
import { RefusedRows } from '../ui/refused-rows';
import { Skeleton } from '../ui/skeleton';
import { MappingTable } from './mapping-table';
import { SampleTable } from './sample-table';
import type { useCsvFile } from './use-csv-file';

const delimiterName: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };

type Props = { csv: ReturnType<typeof useCsvFile>; mapping: ColumnMapping; onMapping: (mapping: ColumnMapping) => void; disabled: boolean };

/** What is in the file, what its columns become, and how many rows are good, before anything leaves the browser. */
export function FileReview({ csv, mapping, onMapping, disabled }: Props) {
  const { file, loaded, checked, problem, checking } = csv;
  if (!file || !loaded)
    return (
      <div role="status" className="flex flex-col gap-3">
        <span className="sr-only">Reading the file</span>
        <Skeleton className="h-10 w-full" />
        <Skeleton className="h-40 w-full" />
      </div>
    );
  return (
    <>
      <div className="flex items-center gap-3">
        <span className="flex size-9 shrink-0 items-center justify-center rounded-md border bg-sunken text-ink-3">
          <FileSpreadsheet aria-hidden className="size-4.5" />
        </span>
        <div className="min-w-0">
          <div className="truncate text-sm font-medium">{file.name}</div>
          <div className="text-xs text-ink-3">
            {formatBytes(file.size)} · {plural(loaded.rows, 'row')} · {plural(loaded.header.length, 'column')} · separated by{' '}
            {delimiterName[loaded.delimiter] ?? loaded.delimiter}
          </div>
        </div>
      </div>

      <section aria-label="First rows" className="flex flex-col gap-2">
        <h3 className="text-sm font-semibold">First rows</h3>
        <SampleTable header={loaded.header} sample={loaded.sample} />
      </section>

      <section aria-label="Columns" className={cn('flex flex-col gap-2', disabled && 'pointer-events-none opacity-60')}>
        <h3 className="text-sm font-semibold">Columns</h3>
        <MappingTable header={loaded.header} sample={loaded.sample} mapping={mapping} onChange={onMapping} />
      </section>

      <section aria-label="Check" className="flex flex-col gap-3">
        <h3 className="text-sm font-semibold">Before anything is uploaded</h3>
        {problem && (
          <Notice tone="bad">
            {problem.issues.length > 1 ? (
              <ul className="flex flex-col gap-0.5">
                {problem.issues.slice(0, 6).map((issue) => (
                  <li key={issue.path.join('.') + issue.message}>{issue.message}</li>
                ))}
              </ul>
            ) : (
              problem.message
            )}
          </Notice>
        )}
        {checked && !problem && (
          <>
            <Equation
              label="Rows of the file"
              className={cn('transition-opacity', checking && 'opacity-60')}
              terms={[
                { label: 'good', value: checked.ready, tone: 'good' },
                { label: 'refused', value: checked.rejected.length, tone: 'bad' },
              ]}
              result={{ label: 'rows', value: checked.rows }}
            />
            {checked.rejected.length > 0 && <RefusedRows label="Rejected rows" rows={checked.rejected} total={checked.rejected.length} />}
          </>
        )}
      </section>
    </>
  );
}
