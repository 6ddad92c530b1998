import { decodeCsvBytes } from '@/contracts/csv-text';
import { AppError, invalid } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import { checkJson } from './check-json';

/**
 * The JSON body of a request; undefined when it is empty.
 * @throws AppError unsupported_media_type, payload_too_large, bad_request (not UTF-8, not JSON), validation_failed (`checkJson`)
 */
export async function readJson(request: Request, maxBytes: number = limits.bodyBytes): Promise<unknown> {
  const text = await readText(request, maxBytes);
  if (!text.trim()) return undefined;
  const type = mediaType(request);
  if (type !== 'application/json') throw new AppError('unsupported_media_type', 'Send the body as application/json');
  return parseJson(text);
}

/** A file sent as text/csv, as `{csv}`; else the JSON body. @throws AppError as `readJson` */
export async function readCsv(request: Request): Promise<unknown> {
  if (mediaType(request) !== 'text/csv') return readJson(request, limits.importBytes);
  return { csv: decodeCsvBytes(await readBytes(request, limits.importBytes)) };
}

/** @throws AppError as `readJson` */
export function parseJson(text: string): unknown {
  const wrong = checkJson(text);
  if (wrong) throw invalid(wrong.path, wrong.code, wrong.message);
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError('bad_request', 'The body is not valid JSON');
  }
}

/** The media type without parameters, in lower case; empty when there is none. */
export const mediaType = (request: Request) => request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';

/** @throws AppError payload_too_large, bad_request (not UTF-8) */
async function readText(request: Request, maxBytes: number): Promise<string> {
  return utf8(await readBytes(request, maxBytes));
}

/** @throws AppError bad_request when it is not UTF-8 */
export function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new AppError('bad_request', 'The body is not valid UTF-8');
  }
}

/** The body, counted while it is read: a missing or false Content-Length does not let more in. @throws AppError payload_too_large */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const tooLarge = () => new AppError('payload_too_large', `The body may have at most ${sizeOf(maxBytes)}`);
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const sizeOf = (bytes: number) => (bytes < 1024 * 1024 ? `${bytes / 1024} KB` : `${bytes / 1024 / 1024} MB`);
