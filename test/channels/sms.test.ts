import { createServer } from 'node:http';
import { uuidv7 } from 'uuidv7';
import { afterAll, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { createSmsChannel } from '@/server/channels/sms';
import { openCatcher } from './setup';

const world = openCatcher();
const sms = (values: Partial<{ id: string; to: string }> = {}) => ({
  channel: 'sms' as const,
  id: uuidv7(),
  orgId: uuidv7(),
  from: 'Muster',
  to: '+14155550100',
  text: 'Hi 😀',
  ...values,
});

let reply: { status: number; headers?: Record<string, string>; body?: string } | 'hang' | 'reset' = { status: 200 };
const server = createServer((request, response) => {
  request.resume();
  if (reply === 'hang') return;
  if (reply === 'reset') return void request.socket.destroy();
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers }).end(reply.body);
});
const listening = new Promise<string>((resolve) =>
  server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as { port: number }).port}/`)),
);
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
const answered = async (with_: typeof reply) => {
  reply = with_;
  return createSmsChannel({ url: await listening, token: 'secret', timeout: 300 }).deliver(sms());
};

it('the gateway takes it once for each key', async () => {
  const channel = createSmsChannel({ url: world.catcher.smsUrl });
  expect(channel.dedupe).toBe('key');
  const message = sms();
  const first = await channel.deliver(message);
  expect(first).toEqual({ kind: 'accepted', providerId: `sms_${encodeId('message', message.id)}` });
  expect(await channel.deliver(message)).toEqual(first);
  const rows = await world.db
    .$client`select org_id, to_address, from_address, raw, channel from mailbox where message_id = ${encodeId('message', message.id)}`;
  expect(rows).toMatchObject([{ org_id: message.orgId, to_address: message.to, from_address: 'Muster', raw: 'Hi 😀', channel: 'sms' }]);
});

it('a gateway that stores and does not answer leaves it ambiguous; the same key settles it', async () => {
  const channel = createSmsChannel({ url: world.catcher.smsUrl });
  const message = sms({ to: '+14155550199' });
  world.misbehave.set(message.to, { drop: 'after-store' });
  expect((await channel.deliver(message)).kind).toBe('ambiguous');
  world.misbehave.delete(message.to);
  expect((await channel.deliver(message)).kind).toBe('accepted');
  expect(await world.db.$client`select 1 from mailbox where to_address = ${message.to}`).toHaveLength(1);
});

it('a refused number is a hard bounce, a refused request is not', async () => {
  expect(await answered({ status: 422, body: '{"error":"invalid_recipient"}' })).toMatchObject({
    kind: 'rejected',
    code: 'invalid_recipient',
    hardBounce: true,
  });
  expect(await answered({ status: 400, body: '{"error":{"code":"too_long"}}' })).toMatchObject({ kind: 'rejected', hardBounce: false });
});

it('waits as long as it is told', async () => {
  expect(await answered({ status: 429, headers: { 'retry-after': '7' } })).toMatchObject({ kind: 'retry', afterMs: 7000 });
  const date = new Date(Date.now() + 60_000).toUTCString();
  const later = await answered({ status: 503, headers: { 'retry-after': date } });
  expect(later.kind === 'retry' && later.afterMs).toBeGreaterThan(50_000);
  expect(await answered({ status: 401 })).toMatchObject({ kind: 'retry' });
});

it('what may have been taken is ambiguous, what was not sent is not', async () => {
  for (const bad of [{ status: 500 }, { status: 502 }, 'hang', 'reset'] as const) expect((await answered(bad)).kind).toBe('ambiguous');
  const closed = createServer();
  await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
  const { port } = closed.address() as { port: number };
  await new Promise((resolve) => closed.close(resolve));
  expect((await createSmsChannel({ url: `http://127.0.0.1:${port}/` }).deliver(sms())).kind).toBe('retry');
  expect((await answered({ status: 302, headers: { location: 'http://127.0.0.1:1/' } })).kind).toBe('retry');
});
