import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { isSameOrigin } from '@/server/auth/origins';
import { createTrpcContext } from './init';
import { appRouter } from './root';

/** Calls per HTTP request; the dashboard's client keeps to it. */
const maxBatchSize = 10;

/** tRPC over HTTP, for pages of our own origin: cookies are ambient, so a request from elsewhere is refused before it is read. */
export async function handleTrpc(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) {
    const error = { message: 'Cross-site requests are refused', code: -32003, data: { code: 'forbidden', httpStatus: 403, issues: [] } };
    return Response.json({ error }, { status: 403 });
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: request,
    router: appRouter,
    maxBatchSize,
    // A preview is a query, but its template may be longer than a URL.
    allowMethodOverride: true,
    createContext: () => createTrpcContext(request.headers),
    responseMeta: ({ ctx }) => ({ headers: { 'cache-control': 'no-store', ...(ctx && { 'x-request-id': ctx.requestId }) } }),
  });
}
