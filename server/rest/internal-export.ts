import { notFound } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { exportAudience } from '@/server/audiences/export-audience';
import { findAudience } from '@/server/audiences/find-audience';
import { sessionContext } from '@/server/auth/session';
import { newRequestId } from '@/server/context';
import { errorAnswer, textFile } from './respond';

/** `GET /api/internal/audiences/:id/export`: the dashboard's own download of an audience, for a signed-in member. */
export async function exportRoute(request: Request, audienceId: string): Promise<Response> {
  const requestId = newRequestId();
  try {
    const ctx = await sessionContext(request.headers, requestId);
    const id = decodeId('audience', audienceId);
    if (!id) throw notFound('Audience');
    const { slug } = await findAudience(ctx, id);
    return await textFile(request, exportAudience(ctx, id, request.signal), { type: 'text/csv', name: `${slug}.csv` }, requestId);
  } catch (error) {
    return errorAnswer(error, requestId);
  }
}
