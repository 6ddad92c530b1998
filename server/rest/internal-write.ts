import { AppError, notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { isSameOrigin } from '@/server/auth/origins';
import { requireOwner } from '@/server/auth/require';
import { sessionContext } from '@/server/auth/session';
import { newRequestId, type PoolCtx } from '@/server/context';
import { errorAnswer, json } from './respond';

/**
 * `POST /api/internal/audiences/:id/…`: what the dashboard uploads to an audience, larger than a procedure call may be. A session of an
 * owner, from a page of ours; API keys are not read here.
 */
export async function internalWrite(
  request: Request,
  audienceId: string,
  take: (ctx: PoolCtx, audienceId: string) => Promise<unknown>,
): Promise<Response> {
  const requestId = newRequestId();
  try {
    if (!isSameOrigin(request.headers)) throw new AppError('forbidden', 'Cross-site requests are refused');
    const ctx = await sessionContext(request.headers, requestId);
    requireOwner(ctx);
    const id = decodeId('audience', audienceId);
    if (!id) throw notFound('Audience');
    return json(JSON.stringify(await take(ctx, id)), 200, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
