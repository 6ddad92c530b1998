import { AppError } from '@/contracts/errors';
import { databaseAway, why } from '@/server/db/away';

/** The error shape of the API (DESIGN 7). */
type ErrorBody = {
  error: {
    type: string;
    code: string;
    message: string;
    request_id: string;
    errors: { path: (string | number)[]; code: string; message: string }[];
  };
};

const types: Record<number, string> = {
  400: 'invalid_request',
  401: 'authentication',
  403: 'permission',
  404: 'not_found',
  405: 'invalid_request',
  409: 'conflict',
  413: 'invalid_request',
  415: 'invalid_request',
  422: 'validation',
  429: 'rate_limit',
  503: 'unavailable',
};

/** A JSON answer; never cached, and sniffed by nobody. */
export function json(body: string, status: number, requestId: string, headers: Record<string, string> = {}): Response {
  return new Response(status === 204 ? null : body, {
    status,
    headers: {
      ...(status === 204 ? {} : { 'content-type': 'application/json; charset=utf-8' }),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...headers,
    },
  });
}

/** A text to save, sent as it is made. What fails before its first part is an ordinary error; later the connection breaks off. */
export async function textFile(
  parts: AsyncIterable<string>,
  file: { type: string; name: string },
  requestId: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const reader = parts[Symbol.asyncIterator]();
  let next = await reader.next();
  const body = new ReadableStream<string>({
    async pull(controller) {
      if (next.done) return controller.close();
      controller.enqueue(next.value);
      next = await reader.next();
    },
    async cancel() {
      await reader.return?.();
    },
  }).pipeThrough(new TextEncoderStream());
  return new Response(body, {
    headers: {
      'content-type': `${file.type}; charset=utf-8`,
      'content-disposition': `attachment; filename="${file.name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': requestId,
      ...headers,
    },
  });
}

/** The one place where an error becomes an HTTP answer. What is no AppError is logged under the request id and stays opaque. */
export function errorAnswer(error: unknown, requestId: string, headers: Record<string, string> = {}): Response {
  const away = databaseAway(error);
  const known = error instanceof AppError ? error : (away ?? new AppError('internal', 'Something went wrong on our side'));
  if (known !== error) console.error(requestId, away ? why(error) : error);
  const extra: Record<string, string> = { ...headers };
  if (known.retryAfter !== undefined) extra['retry-after'] = String(known.retryAfter);
  if (known.status === 401) extra['www-authenticate'] = 'Bearer';
  return errorOf(known.status, known.code, known.message, requestId, known.issues, extra);
}

export function errorOf(
  status: number,
  code: string,
  message: string,
  requestId: string,
  errors: ErrorBody['error']['errors'] = [],
  headers: Record<string, string> = {},
): Response {
  const body: ErrorBody = { error: { type: types[status] ?? 'internal', code, message, request_id: requestId, errors } };
  return json(JSON.stringify(body), status, requestId, headers);
}
