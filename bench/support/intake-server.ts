import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { openPixel } from '@/server/rest/track';
import { v1 } from '@/server/rest/v1';

/* The API and the pixel as a process behind plain HTTP: tells its parent where it listens, and ends with it. */

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = `http://127.0.0.1${request.url}`;
  const headers = new Headers(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));
  const body = request.method === 'GET' ? undefined : new Uint8Array(await buffer(request));
  const asked = new Request(url, { method: request.method, headers, body });
  const token = /\/t\/o\/(.+)$/.exec(url)?.[1];
  const answer = token ? await openPixel(asked, token) : await v1.fetch(asked);
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(Buffer.from(await answer.arrayBuffer()));
}

const server = createServer((request, response) => {
  handle(request, response).catch((error: Error) => response.writeHead(500).end(error.message));
});
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }));
process.on('disconnect', () => process.exit(0));
