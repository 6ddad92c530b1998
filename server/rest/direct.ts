import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { pixelLimits } from '@/contracts/pixel';
import { preflight, receiveReport } from './pixel';
import { followLink, openPixel } from './track';

type Handler = (request: Request, id: string) => Promise<Response>;

/*
 * What browsers and mail programs ask for by the thousand, answered ahead of Next, by the handlers that the route files under app/ name:
 * Next spends about 3 ms of CPU on a request, the handlers well under one. Whatever is not plainly one of these goes to Next.
 */
const routes: { path: RegExp; methods: Record<string, Handler> }[] = [
  { path: /^\/api\/pixel\/([\w-]+)$/, methods: { POST: receiveReport, OPTIONS: preflight } },
  { path: /^\/t\/o\/([\w-]+)$/, methods: { GET: openPixel, HEAD: openPixel } },
  { path: /^\/t\/c\/([\w-]+)$/, methods: { GET: followLink, HEAD: followLink } },
];

/** Answers the request and says true; or says false and has not touched it. `headers`: of every answer. */
export function answerDirectly(request: IncomingMessage, response: ServerResponse, headers: Record<string, string>): boolean {
  for (const { path, methods } of routes) {
    const id = path.exec(request.url ?? '')?.[1];
    const handler = methods[request.method ?? ''];
    if (!id || !handler || !hasPlainBody(request)) continue;
    answer(handler, id, request, response, headers).catch((error: unknown) => {
      console.error('[web]', error);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
    return true;
  }
  return false;
}

/** Of a length that is told and allowed: then nothing has to be counted while it is read. */
function hasPlainBody({ method, headers }: IncomingMessage): boolean {
  if (headers['transfer-encoding'] || headers.expect) return false;
  const length = Number(headers['content-length'] ?? 0);
  return method === 'POST' ? length > 0 && length <= pixelLimits.bodyBytes : length === 0;
}

async function answer(handler: Handler, id: string, request: IncomingMessage, response: ServerResponse, more: Record<string, string>) {
  const body = request.method === 'POST' ? new Uint8Array(await buffer(request)) : undefined;
  const given = await handler(
    new Request(`http://localhost${request.url}`, { method: request.method, headers: headersOf(request), body }),
    id,
  );
  const bytes = given.body ? Buffer.from(await given.arrayBuffer()) : null;
  const length = bytes ? { 'content-length': String(bytes.length) } : {};
  response.writeHead(given.status, { ...more, ...Object.fromEntries(given.headers), ...length }).end(bytes);
}

function headersOf(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) if (value !== undefined) headers.set(name, String(value));
  return headers;
}
