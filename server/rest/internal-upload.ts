import { customUploadInput } from '@/contracts/custom';
import { AppError, notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { isSameOrigin } from '@/server/auth/origins';
import { requireOwner } from '@/server/auth/require';
import { sessionContext } from '@/server/auth/session';
import { newRequestId } from '@/server/context';
import { uploadKeys } from '@/server/custom/upload-keys';
import { readCsv } from './read-json';
import { errorAnswer, json } from './respond';
import { parseInput } from './wrapper';

/**
 * `POST /api/internal/audiences/:id/upload`: the dashboard's own upload to a custom audience, larger than a procedure call may be. A session
 * of an owner, from a page of ours, as for imports; the body is that of the public endpoint.
 */
export async function uploadRoute(request: Request, audienceId: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    if (!isSameOrigin(request.headers)) throw new AppError('forbidden', 'Cross-site requests are refused');
    const ctx = await sessionContext(request.headers, requestId);
    requireOwner(ctx);
    const id = decodeId('audience', audienceId);
    if (!id) throw notFound('Audience');
    const result = await uploadKeys(ctx, { audienceId: id, ...parseInput(customUploadInput, await readCsv(request)) });
    return json(JSON.stringify(result), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
