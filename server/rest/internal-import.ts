import * as z from 'zod';
import { decodeCsvBytes } from '@/contracts/csv-text';
import { AppError, notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { columnMapping } from '@/contracts/import';
import { limits } from '@/contracts/limits';
import { importCsv } from '@/server/audiences/import-csv';
import { isSameOrigin } from '@/server/auth/origins';
import { requireOwner } from '@/server/auth/require';
import { sessionContext } from '@/server/auth/session';
import { newRequestId } from '@/server/context';
import { mediaType, readBytes, readJson } from './read-json';
import { errorAnswer, json } from './respond';
import { parseInput } from './wrapper';

const jsonBody = z.strictObject({ csv: z.string(), mapping: columnMapping.optional() });

/**
 * `POST /api/internal/audiences/:id/import-csv`: the dashboard's own upload. A session of an owner, from a page of ours; API keys are
 * not read here. `text/csv`, or `application/json` `{csv, mapping?}`: both types make a browser ask first before it posts across sites.
 */
export async function importRoute(request: Request, audienceId: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    if (!isSameOrigin(request.headers)) throw new AppError('forbidden', 'Cross-site requests are refused');
    const ctx = await sessionContext(request.headers, requestId);
    requireOwner(ctx);
    const id = decodeId('audience', audienceId);
    if (!id) throw notFound('Audience');
    const result = await importCsv(ctx, { audienceId: id, ...(await readUpload(request)) });
    return json(JSON.stringify(result), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}

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
