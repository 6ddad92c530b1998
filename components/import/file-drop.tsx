'use client';
import { FileSpreadsheet } from 'lucide-react';
import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { limits } from '@/contracts/limits';
import { formatBytes, formatNumber } from '../format';
import { Button } from '../ui/button';
import { cn } from '../ui/cn';

/** Where a CSV is dropped or chosen. `children`: what the file needs, when it is not for an import. */
export function FileDrop({ onFile, children }: { onFile: (file: File) => void; children?: ReactNode }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition; the button inside does the same by keyboard
    <div
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      className={cn(
        'flex flex-col items-center rounded-lg border border-dashed border-line-strong px-6 py-12 text-center transition-colors',
        over && 'border-accent bg-accent-soft',
      )}
    >
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg border bg-sunken text-ink-3">
        <FileSpreadsheet aria-hidden className="size-5" strokeWidth={1.75} />
      </span>
      <p className="text-base font-semibold">Drop a CSV file here</p>
      <p className="mt-1 mb-4 max-w-sm text-sm text-ink-3 text-pretty">
        {children ?? (
          <>
            It needs a column for email or phone. Every other column is kept with the contact. Up to {formatNumber(limits.importRows)} rows
            and {formatBytes(limits.importBytes)}.
          </>
        )}
      </p>
      <input
        ref={input}
        type="file"
        accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
        aria-label="CSV file"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => event.target.files?.[0] && onFile(event.target.files[0])}
      />
      <Button variant="primary" onClick={() => input.current?.click()}>
        Choose a file
      </Button>
    </div>
  );
}
