'use client';
import { CircleCheck, Download, Send } from 'lucide-react';
import type { Audience } from '@/contracts/audience';
import type { ImportResult } from '@/contracts/import';
import { formatNumber, plural } from '../format';
import { Button } from '../ui/button';
import { DrawerBody, DrawerFooter } from '../ui/drawer';
import { Equation } from '../ui/equation';
import { RefusedRows } from '../ui/refused-rows';
import { rejectedCsv, saveFile } from './rejected-csv';

type Props = { result: ImportResult; audience: Audience; onAgain: () => void; onSend: () => void; onClose: () => void };

/** What the import did: a sum over the rows of the file, and the rows to mend. */
export function ImportDone({ result, audience, onAgain, onSend, onClose }: Props) {
  const refused = result.rejected.length;
  return (
    <>
      <DrawerBody className="flex flex-col gap-5">
        <div role="status" className="flex items-start gap-3">
          <CircleCheck aria-hidden className="mt-0.5 size-5 shrink-0 text-good" />
          <div>
            <h3 className="text-base font-semibold">{refused === result.rows ? 'No row could be imported' : 'Import finished'}</h3>
            <p className="text-sm text-ink-3">
              {plural(result.added_to_audience, 'person', 'people')} joined {audience.name}
              {result.rows - refused - result.added_to_audience > 0 &&
                `, ${formatNumber(result.rows - refused - result.added_to_audience)} were in it already`}
              .
            </p>
          </div>
        </div>
        <Equation
          label="Result"
          className="rounded-lg border bg-sunken px-4 py-3"
          terms={[
            { label: 'created', value: result.created, tone: 'good' },
            { label: 'updated', value: result.updated },
            { label: 'unchanged', value: result.unchanged },
            { label: 'rejected', value: refused, tone: 'bad' },
          ]}
          result={{ label: 'rows', value: result.rows }}
        />
        {refused > 0 && (
          <section aria-label="Rejected" className="flex flex-col gap-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="text-sm font-semibold">{plural(refused, 'rejected row')}</h3>
              <Button size="sm" onClick={() => saveFile(`${audience.slug}-rejected.csv`, rejectedCsv(result.header, result.rejected))}>
                <Download aria-hidden className="size-3.5" />
                Download rejected rows (CSV)
              </Button>
            </div>
            <RefusedRows label="Rejected rows" rows={result.rejected} total={result.rejected.length} />
            <p className="text-xs text-ink-3">
              Mend the rows in the downloaded file and import it here again: its first two columns are left out by themselves.
            </p>
          </section>
        )}
      </DrawerBody>
      <DrawerFooter>
        <Button variant="ghost" className="mr-auto" onClick={onAgain}>
          Import another file
        </Button>
        <Button onClick={onClose}>Done</Button>
        <Button variant="primary" onClick={onSend}>
          <Send aria-hidden className="size-3.5" />
          Send to this audience
        </Button>
      </DrawerFooter>
    </>
  );
}
