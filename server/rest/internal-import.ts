import * as z from 'zod';
import { decodeCsvBytes } from '@/contracts/csv-text';
import { AppError } from '@/contracts/errors';
import { columnMapping } from '@/contracts/import';
import { limits } from '@/contracts/limits';
import { importCsv } from '@/server/audiences/import-csv';
import { internalWrite } from './internal-write';
import { mediaType, readBytes, readJson } from './read-json';
import { parseInput } from './wrapper';

const jsonBody = z.strictObject({ csv: z.string(), mapping: columnMapping.optional() });

/**
 * `POST /api/internal/audiences/:id/import-csv`: `text/csv`, or `application/json` `{csv, mapping?}`: both types make a browser ask first
 * before it posts across sites.
 */
export const importRoute = (request: Request, audienceId: string): Promise<Response> =>
  internalWrite(request, audienceId, async (ctx, id) => importCsv(ctx, { audienceId: id, ...(await readUpload(request)) }));

async function readUpload(request: Request): Promise<z.output<typeof jsonBody>> {
  switch (mediaType(request)) {
    case 'text/csv':
      return { csv: decodeCsvBytes(await readBytes(request, limits.importBytes)) };
    case 'application/json':
      return parseInput(jsonBody, await readJson(request, limits.importBytes));
    default:
      throw new AppError('unsupported_media_type', 'Send text/csv, or application/json with {"csv": "…"}');
  }
}
