import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { AppError, type ErrorCode, errorStatus } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import { isSameOrigin } from '@/server/auth/origins';
import { readBytes } from '@/server/rest/read-json';
import { createTrpcContext } from './init';
import { appRouter } from './root';

/** Calls per HTTP request; the dashboard's client keeps to it. */
const maxBatchSize = 10;

/** tRPC over HTTP, for pages of our own origin: cookies are ambient, so a request from elsewhere is refused before it is read. */
export async function handleTrpc(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) {
    return refuse('forbidden', 'Cross-site requests are refused', -32003);
  }
  let body: Uint8Array<ArrayBuffer> | undefined;
  try {
    body = request.body ? await readBytes(request, limits.bodyBytes) : undefined;
  } catch (error) {
    if (error instanceof AppError) return refuse(error.code, error.message, -32013);
    throw error;
  }
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: new Request(request.url, { method: request.method, headers: request.headers, body, signal: request.signal }),
    router: appRouter,
    maxBatchSize,
    // A preview is a query, but its template may be longer than a URL.
    allowMethodOverride: true,
    createContext: () => createTrpcContext(request.headers),
    responseMeta: ({ ctx }) => ({ headers: { 'cache-control': 'no-store', ...(ctx && { 'x-request-id': ctx.requestId }) } }),
  });
}

/** An error in tRPC's shape, for what is refused before tRPC sees it. @param number tRPC's own number of the kind of error */
function refuse(code: ErrorCode, message: string, number: number): Response {
  const httpStatus = errorStatus[code];
  return Response.json({ error: { message, code: number, data: { code, httpStatus, issues: [] } } }, { status: httpStatus });
}
