import type { ColumnMapping, ImportResult } from '@/contracts/import';
import { ApiError } from '../errors';

type Input = { audienceId: string; csv: string; mapping: ColumnMapping; onProgress: (share: number) => void; signal: AbortSignal };

/**
 * Uploads the file and waits for the merge. XMLHttpRequest, because fetch cannot tell how much has been sent.
 * `onProgress` gets 0..1; 1 means that the server has everything and is merging.
 * @throws ApiError with the server's own error
 */
export function uploadCsv({ audienceId, csv, mapping, onProgress, signal }: Input): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `/api/internal/audiences/${audienceId}/import-csv`);
    request.setRequestHeader('content-type', 'application/json');
    request.responseType = 'json';
    request.upload.onprogress = (event) => event.lengthComputable && onProgress(event.loaded / event.total);
    request.upload.onload = () => onProgress(1);
    request.onload = () => {
      if (request.status < 300) return resolve(request.response as ImportResult);
      const error = (request.response as { error?: ConstructorParameters<typeof ApiError>[0] } | null)?.error;
      const requestId = request.getResponseHeader('x-request-id') ?? undefined;
      reject(new ApiError({ message: `The server answered ${request.status}`, requestId, ...error, status: request.status }));
    };
    request.onerror = () => reject(new TypeError('network'));
    request.onabort = () => reject(new DOMException('Cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    request.send(JSON.stringify({ csv, mapping }));
  });
}
