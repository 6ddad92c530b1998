import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { pixelLimits } from '@/contracts/pixel';
import { createPixel } from '@/server/pixel/create-pixel';
import { answerDirectly } from '@/server/rest/direct';
import { securityHeaders } from '@/server/rest/security-headers.mjs';
import { unique } from '@/test/factory';
import { type TestApp, tenant, testApp } from './app';

let app: TestApp;
let server: Server;
let base: string;
beforeAll(async () => {
  app = await testApp();
  server = createServer((request, response) => {
    if (!answerDirectly(request, response, securityHeaders)) response.writeHead(299).end(request.method); // stands for Next
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  await app.close();
});

const origin = 'https://shop.example';

test('reports of the pixel are taken ahead of Next, with the headers of every answer', async () => {
  const { ctx } = await tenant(app.db);
  const { id } = await createPixel(ctx, { name: 'Shop', origins: [origin], require_consent: true, retention_days: 30 });
  const body = JSON.stringify({
    v: `${unique()}${unique()}`,
    s: Date.now(),
    c: 1,
    e: [{ i: unique(), n: 'page_view', t: Date.now(), p: { path: '/é' } }],
  });
  const post = (from: string, sent: RequestInit['body'] = body) =>
    fetch(`${base}/api/pixel/${id}`, { method: 'POST', headers: { origin: from, 'content-type': 'text/plain' }, body: sent });
  const taken = await post(origin);
  expect([taken.status, await taken.json()]).toEqual([200, { accepted: 1, duplicates: 0, refused: [], identified: null }]);
  for (const [name, value] of Object.entries({ ...securityHeaders, 'access-control-allow-origin': origin, vary: 'Origin' }))
    expect(taken.headers.get(name), name).toBe(value);
  expect((await post('https://evil.example')).status).toBe(403);
  const asked = await fetch(`${base}/api/pixel/${id}`, { method: 'OPTIONS', headers: { origin } });
  expect([asked.status, asked.headers.get('access-control-allow-methods')]).toEqual([204, 'POST']);
  expect((await post(origin, 'x'.repeat(pixelLimits.bodyBytes + 1))).status, 'too long: left to Next').toBe(299);
});

test('pictures and links are answered too, a header of their own before that of every answer', async () => {
  for (const path of ['/t/o/forged', '/t/c/forged']) {
    const answer = await fetch(`${base}${path}`);
    expect([answer.status, answer.headers.get('referrer-policy')]).toEqual([404, 'no-referrer']);
    expect(await answer.text()).toContain('This link is not complete');
    expect((await fetch(`${base}${path}`, { method: 'HEAD' })).status).toBe(404);
  }
});

test('whatever else is asked for goes to Next untouched', async () => {
  for (const [method, path] of [
    ['GET', '/'],
    ['GET', '/api/pixel/pix_1'],
    ['POST', '/t/o/x'],
    ['GET', '/t/o/x/y'],
    ['GET', '/t/o/x?y=1'],
    ['POST', '/api/v1/events'],
    ['POST', '/api/pixel/a%2Fb'],
  ] as const)
    expect((await fetch(`${base}${path}`, { method, body: method === 'POST' ? '{}' : undefined })).status, `${method} ${path}`).toBe(299);
});
