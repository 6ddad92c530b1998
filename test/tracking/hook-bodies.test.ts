import { afterAll, beforeAll, expect, it } from 'vitest';
import { POST } from '@/app/api/hooks/mail/[id]/route';
import { mailHookInput, type NewMailHook } from '@/contracts/hooks';
import { standardWebhookHeaders } from '@/server/channels/webhook-signature';
import type { Ctx } from '@/server/context';
import { createMailHook } from '@/server/hooks/create-mail-hook';
import { type TestApp, tenant, testApp } from '../rest/app';

let app: TestApp;
let ctx: Ctx;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
});
afterAll(() => app.close());

const makeHook = (more: object = {}) => createMailHook(ctx, mailHookInput.parse({ name: 'Mail', ...more }));
const mailgunKey = 'key-0123456789abcdef0123456789abcdef';
const signed = (hook: NewMailHook) => standardWebhookHeaders('evt_1', 'another body', hook.secret, new Date());

/** A body that comes as long as it is asked for, 64 KB at a time; `read` bytes of it were. */
function endless(onRead?: () => void) {
  const told = { read: 0 };
  const stream = new ReadableStream(
    {
      pull(controller) {
        onRead?.();
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
        told.read += 65_536;
      },
    },
    { highWaterMark: 0 },
  );
  return { told, stream };
}

async function post(hook: NewMailHook, headers: Record<string, string>, body: ReadableStream, type = 'application/json') {
  const id = hook.url.split('/').at(-1) ?? '';
  const request = new Request(hook.url, {
    method: 'POST',
    headers: { 'content-type': type, ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
  return (await POST(request, { params: Promise.resolve({ id }) })).status;
}

function signal() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

it('reads nothing of what cannot be genuine', async () => {
  const hook = await makeHook();
  const mailgun = await makeHook({ provider: 'mailgun', secret: mailgunKey });
  const old = String(Math.floor(Date.now() / 1000) - 301);
  const cases: [NewMailHook, Record<string, string>, string, number][] = [
    [hook, {}, 'application/json', 401],
    [hook, {}, 'message/rfc822', 401],
    [hook, { ...signed(hook), 'webhook-signature': 'v1,AAAA' }, 'application/json', 401],
    [hook, { ...signed(hook), 'webhook-timestamp': old }, 'application/json', 401],
    [hook, { ...signed(hook), 'content-length': String(9 * 1024 * 1024) }, 'application/json', 413],
    [hook, signed(hook), 'text/plain', 415],
    [mailgun, signed(hook), 'message/rfc822', 401],
    [mailgun, { 'content-length': String(300 * 1024) }, 'application/json', 413],
  ];
  for (const [to, headers, type, status] of cases) {
    const { told, stream } = endless();
    expect([await post(to, headers, stream, type), told.read], JSON.stringify([headers, type])).toEqual([status, 0]);
  }
});

it('reads no more than a webhook has', async () => {
  const hook = await makeHook();
  const long = endless();
  expect(await post(hook, signed(hook), long.stream)).toBe(413);
  expect(long.told.read).toBeLessThanOrEqual(8 * 1024 * 1024 + 65_536);
  const mailgun = endless();
  expect(await post(await makeHook({ provider: 'mailgun', secret: mailgunKey }), {}, mailgun.stream)).toBe(413);
  expect(mailgun.told.read).toBeLessThanOrEqual(256 * 1024 + 65_536);
});

it('holds two bodies of a hook at most, and those of others beside them', async () => {
  const hook = await makeHook();
  const stalled = Array.from({ length: 2 }, () => {
    const end = signal();
    const begun = signal();
    const stream = new ReadableStream(
      {
        async pull(controller) {
          begun.resolve();
          await end.promise;
          controller.close();
        },
      },
      { highWaterMark: 0 },
    );
    return { end: end.resolve, begun: begun.promise, answer: post(hook, signed(hook), stream) };
  });
  await Promise.all(stalled.map((one) => one.begun));
  const refused = endless();
  expect([await post(hook, signed(hook), refused.stream), refused.told.read]).toEqual([429, 0]);
  const other = await makeHook();
  expect(await post(other, signed(other), new Blob(['{}']).stream())).toBe(401);
  for (const one of stalled) one.end();
  expect(await Promise.all(stalled.map((one) => one.answer))).toEqual([401, 401]);
  expect(await post(hook, signed(hook), new Blob(['{}']).stream()), 'room again').toBe(401);
});
