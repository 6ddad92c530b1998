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

/**
 * A text to save, sent as it is made: the next part is asked for when the reader has taken the one before. What fails before the first part
 * is an ordinary error; later the connection breaks off. A HEAD is answered as the GET would be, and `parts` ended.
 */
export async function textFile(
  request: Request,
  parts: AsyncGenerator<string>,
  file: { type: string; name: string },
  requestId: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  const encoder = new TextEncoder();
  let first: IteratorResult<string> | undefined = await parts.next();
  const end = async () => void (await parts.return(undefined));
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const part = first ?? (await parts.next());
        first = undefined;
        if (part.done) controller.close();
        else controller.enqueue(encoder.encode(part.value));
      },
      cancel: end,
    },
    { highWaterMark: 0 },
  );
  const head = request.method === 'HEAD';
  if (head) await end();
  return new Response(head ? null : body, {
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
