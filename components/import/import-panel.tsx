'use client';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Audience } from '@/contracts/audience';
import type { ColumnMapping, ImportResult } from '@/contracts/import';
import { explain } from '../errors';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';
import { DrawerBody, DrawerFooter } from '../ui/drawer';
import { Notice } from '../ui/notice';
import { Progress } from '../ui/progress';
import { FileDrop } from './file-drop';
import { FileReview } from './file-review';
import { ImportDone } from './import-done';
import { uploadCsv } from './upload';
import { useCsvFile } from './use-csv-file';

type Props = { audience: Audience; onClose: () => void; onSend: () => void };

/** Import in four steps: choose a file, say what its columns are, upload, read what happened. */
export function ImportPanel({ audience, onClose, onSend }: Props) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const csv = useCsvFile();
  const [mapping, setMapping] = useState<ColumnMapping>({});
  const [progress, setProgress] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [result, setResult] = useState<ImportResult | null>(null);
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(), []);

  const { loaded, check } = csv;
  useEffect(() => {
    if (!loaded) return;
    setMapping(loaded.mapping);
    check(loaded.mapping);
  }, [loaded, check]);

  const change = (next: ColumnMapping) => {
    setMapping(next);
    check(next);
  };

  async function upload() {
    if (!loaded) return;
    abort.current = new AbortController();
    setError(null);
    setProgress(0);
    try {
      setResult(
        await uploadCsv({ audienceId: audience.id, csv: loaded.csv, mapping, onProgress: setProgress, signal: abort.current.signal }),
      );
      void queries.invalidateQueries({ queryKey: trpc.audiences.pathKey() });
      void queries.invalidateQueries({ queryKey: trpc.contacts.pathKey() });
    } catch (caught) {
      if ((caught as Error).name !== 'AbortError') setError(caught);
    } finally {
      setProgress(null);
    }
  }

  const again = () => {
    setResult(null);
    setError(null);
    void csv.choose(null);
  };

  if (result) return <ImportDone result={result} audience={audience} onAgain={again} onSend={onSend} onClose={onClose} />;

  if (!csv.file || (csv.problem && !loaded))
    return (
      <DrawerBody className="flex flex-col gap-4">
        {csv.problem && (
          <Notice tone="bad">
            <strong className="font-medium">{csv.file?.name}</strong>: {csv.problem.message}
          </Notice>
        )}
        <FileDrop onFile={csv.choose} />
        <ul className="flex list-disc flex-col gap-1 pl-5 text-xs text-ink-3">
          <li>People who are contacts already are updated. An empty cell never erases what is known.</li>
          <li>An import never re-subscribes anyone: suppressed addresses stay suppressed.</li>
          <li>Rows that cannot be used are reported with their line and reason; the others are imported.</li>
        </ul>
      </DrawerBody>
    );

  const uploading = progress !== null;
  const ready = csv.checked?.ready ?? 0;
  return (
    <>
      <DrawerBody className="flex flex-col gap-5">
        {error !== null && (
          <Notice tone="bad">
            {explain(error).message}
            {explain(error).requestId && <span className="block font-mono text-xs">{explain(error).requestId}</span>}
          </Notice>
        )}
        <FileReview csv={csv} mapping={mapping} onMapping={change} disabled={uploading} />
      </DrawerBody>
      <DrawerFooter>
        {uploading ? (
          <div className="flex flex-1 items-center gap-3">
            <Progress label="Upload" value={progress < 1 ? progress : null} className="flex-1" />
            <span role="status" className="text-sm text-ink-2">
              {progress < 1 ? 'Uploading…' : 'Merging…'}
            </span>
          </div>
        ) : (
          <Button variant="ghost" className="mr-auto" onClick={() => csv.choose(null)}>
            Choose another file
          </Button>
        )}
        <Button variant="primary" disabled={!ready || csv.problem !== null} loading={uploading} onClick={upload}>
          Import {ready ? `${ready.toLocaleString('en-US')} ${ready === 1 ? 'row' : 'rows'}` : ''}
        </Button>
      </DrawerFooter>
    </>
  );
}
