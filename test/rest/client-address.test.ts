import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { auth } from '@/server/auth/auth';
import { session } from '@/server/db/schema/auth';
import { readEnv } from '@/server/env';
import { clientAddress, clientKey, stampClient } from '@/server/rest/client-address';
import { password, type TestApp, tenant, testApp } from './app';

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

test('without a proxy nobody says who they are; with proxies what the outermost of them saw counts', () => {
  const cases: [forwarded: string | undefined, proxies: number, address: string][] = [
    ['203.0.113.9', 0, '10.0.0.2'],
    [undefined, 1, '10.0.0.2'],
    ['203.0.113.9', 1, '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9', 1, '203.0.113.9'],
    ['1.1.1.1, 203.0.113.9, 10.0.0.3', 2, '203.0.113.9'],
    ['203.0.113.9', 2, '203.0.113.9'],
    ['1.1.1.1, unknown', 1, '10.0.0.2'],
    ['203.0.113.9:4711', 1, '203.0.113.9'],
    ['[2001:db8::7]:4711', 1, '2001:db8::7'],
    ['::ffff:203.0.113.9', 1, '203.0.113.9'],
    ['<script>', 1, '10.0.0.2'],
    ['', 1, '10.0.0.2'],
  ];
  for (const [forwarded, proxies, address] of cases)
    expect(clientAddress('::ffff:10.0.0.2', forwarded, proxies), `${forwarded} behind ${proxies}`).toBe(address);
  expect(clientAddress(undefined, '203.0.113.9', 0)).toBe('');
});

test('limits count a subscriber of IPv6 by the /64', () => {
  const key = (address: string) => clientKey(new Headers({ 'x-forwarded-for': address }));
  expect(key('203.0.113.9')).toBe('203.0.113.9');
  expect(clientKey(new Headers())).toBe('');
  const cases: Record<string, string> = {
    '2001:db8:1:2:3:4:5:6': '2001:db8:1:2::/64',
    '2001:0DB8:1:2::': '2001:db8:1:2::/64',
    '2001:db8::7': '2001:db8:0:0::/64',
    '2001:db8:1::2:3:4:5': '2001:db8:1:0::/64',
    '::1': '0:0:0:0::/64',
    '64:ff9b::192.0.2.1': '64:ff9b:0:0::/64',
    'fe80::1%eth0': 'fe80:0:0:0::/64',
  };
  for (const [address, network] of Object.entries(cases)) expect(key(address), address).toBe(network);
});

test('TRUST_PROXY is a number of proxies', () => {
  expect(readEnv({}).TRUST_PROXY).toBe(0);
  expect(readEnv({ TRUST_PROXY: '2' }).TRUST_PROXY).toBe(2);
  for (const TRUST_PROXY of ['true', '-1', '1.5', '11']) expect(() => readEnv({ TRUST_PROXY })).toThrow(/TRUST_PROXY must be the number/);
});

test('sessions keep the address that the connection has, and what is behind sees one address', async () => {
  const { email } = await tenant(app.db);
  const seen: (string | undefined)[] = [];
  let proxies = 0;
  const server = createServer((request, response) => {
    stampClient(request, proxies);
    seen.push(request.headers['x-forwarded-for']?.toString());
    const headers = { 'content-type': 'application/json', origin: app.url, 'x-forwarded-for': seen.at(-1) ?? '' };
    const signIn = new Request(`${app.url}/api/auth/sign-in/email`, { method: 'POST', headers, body: JSON.stringify({ email, password }) });
    void auth()
      .handler(signIn)
      .then(async (answer) => response.writeHead(answer.status).end(await answer.text()));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    for (proxies of [0, 1]) {
      const answer = await fetch(url, { headers: { 'x-forwarded-for': '198.51.100.1, 203.0.113.9' } });
      const { user } = (await answer.json()) as { user: { id: string } };
      const rows = await app.db.select({ address: session.ipAddress }).from(session).where(eq(session.userId, user.id));
      expect(rows.map((row) => row.address).sort()).toEqual(['127.0.0.1', '203.0.113.9'].slice(0, proxies + 1));
    }
    expect(seen).toEqual(['127.0.0.1', '203.0.113.9']);
  } finally {
    server.close();
  }
});
