import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createEmailChannel } from '@/server/channels/email';
import { smtpOutcome } from '@/server/channels/smtp-outcome';
import { caught, deliverTo, email, newAddress, openCatcher } from './setup';

const world = openCatcher();

describe('over a real conversation', () => {
  const outcome = async (verdict: Parameters<typeof world.misbehave.set>[1]) => {
    const to = newAddress();
    world.misbehave.set(to, verdict);
    return { to, ...(await deliverTo(world.catcher.smtpUrl, email({ to }))) };
  };

  it('550 5.1.1 is a hard bounce', async () => {
    const result = await outcome({ reject: { code: 550, message: '5.1.1 No such mailbox' } });
    expect(result).toMatchObject({ kind: 'rejected', permanent: true, code: '550 5.1.1', hardBounce: true });
    expect(await caught(world.db, result.to)).toEqual([]);
  });

  it('a policy refusal is permanent, but the address is not dead', async () => {
    expect(await outcome({ reject: { code: 554, message: '5.7.1 Spam', at: 'data' } })).toMatchObject({
      kind: 'rejected',
      hardBounce: false,
    });
    expect(await outcome({ reject: { code: 552, message: '5.2.2 Mailbox full' } })).toMatchObject({ kind: 'rejected', hardBounce: false });
  });

  it('4xx is to be tried again, before and after the data', async () => {
    expect(await outcome({ reject: { code: 451, message: '4.7.1 Greylisted' } })).toMatchObject({
      kind: 'retry',
      message: expect.stringContaining('Greylisted'),
    });
    expect(await outcome({ reject: { code: 452, message: '4.2.2 Full', at: 'data' } })).toMatchObject({ kind: 'retry' });
  });

  it('a connection lost after the payload is ambiguous, stored or not', async () => {
    const stored = await outcome({ drop: 'after-store' });
    expect(stored.kind).toBe('ambiguous');
    expect(await caught(world.db, stored.to)).toHaveLength(1);
    const lost = await outcome({ drop: 'before-store' });
    expect(lost.kind).toBe('ambiguous');
    expect(await caught(world.db, lost.to)).toHaveLength(0);
  });

  it('silence after the payload is ambiguous once the timeout is over', async () => {
    const to = newAddress();
    world.misbehave.set(to, { delayMs: 1500 });
    expect((await deliverTo(world.catcher.smtpUrl, email({ to }), { socketTimeout: 300 })).kind).toBe('ambiguous');
    await new Promise((resolve) => setTimeout(resolve, 1600));
    expect(await caught(world.db, to)).toHaveLength(1);
  });

  it('nobody listening, and a server that hangs up at once, are to be tried again', async () => {
    expect((await deliverTo('smtp://127.0.0.1:1', email())).kind).toBe('retry');
    const server = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as { port: number }).port;
    expect((await deliverTo(`smtp://127.0.0.1:${port}`, email())).kind).toBe('retry');
    server.close();
  });

  it('a server that hangs up at DATA has taken nothing', async () => {
    const server = createServer((socket: Socket) => {
      socket.write('220 hi\r\n');
      socket.on('error', () => {});
      socket.on('data', (data) => {
        if (/^DATA/m.test(data.toString())) socket.destroy();
        else socket.write('250 ok\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const port = (server.address() as { port: number }).port;
    expect((await deliverTo(`smtp://127.0.0.1:${port}`, email())).kind).toBe('retry');
    server.close();
  });

  it('a connection that the server closed while idle costs nothing', async () => {
    let connections = 0;
    const server = createServer((socket: Socket) => {
      connections++;
      let data = false;
      socket.on('error', () => {});
      socket.write('220 hi\r\n');
      socket.on('data', (chunk) => {
        const text = chunk.toString();
        if (data && text.endsWith('\r\n.\r\n')) {
          data = false;
          socket.write('250 taken\r\n', () => setTimeout(() => socket.end('421 idle\r\n'), 20));
        } else if (/^DATA\r\n/m.test(text)) {
          data = true;
          socket.write('354 go\r\n');
        } else if (!data) socket.write('250 ok\r\n');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const channel = createEmailChannel({ url: `smtp://127.0.0.1:${(server.address() as { port: number }).port}`, connections: 1 });
    for (let i = 0; i < 3; i++) {
      expect(await channel.deliver(email())).toMatchObject({ kind: 'accepted' });
      await new Promise((resolve) => setTimeout(resolve, i ? 100 : 20));
    }
    expect(connections).toBe(3);
    await channel.close();
    server.close();
  });

  it('one poisoned recipient does not touch the others on the same connections', async () => {
    const channel = createEmailChannel({ url: world.catcher.smtpUrl, connections: 3 });
    const people = Array.from({ length: 60 }, (_, i) => ({ to: newAddress(), bad: i % 3 === 0 }));
    const verdicts = [
      { reject: { code: 550, message: '5.1.1 x' } },
      { drop: 'after-store' },
      { reject: { code: 451, message: '4.7.1 x' } },
    ] as const;
    for (const [i, p] of people.entries()) if (p.bad) world.misbehave.set(p.to, verdicts[(i / 3) % 3] as (typeof verdicts)[0]);
    const kinds = await Promise.all(people.map(async ({ to, bad }) => ({ bad, to, kind: (await channel.deliver(email({ to }))).kind })));
    await channel.close();
    for (const { bad, kind, to } of kinds) {
      expect(kind === 'accepted', to).toBe(!bad);
      expect((await caught(world.db, to)).length).toBe(kind === 'accepted' || kind === 'ambiguous' ? 1 : 0);
    }
  });
});

describe('by reply', () => {
  const of = (response: string, command = 'RCPT TO', begun = false, code = 'EENVELOPE') =>
    smtpOutcome(Object.assign(new Error('x'), { responseCode: Number(response.slice(0, 3)), response, command, code }), begun);

  it.each([
    ['550 No such user', 'RCPT TO', true],
    ['553 mailbox name not allowed', 'RCPT TO', true],
    ['550 5.1.10 null MX', 'RCPT TO', true],
    ['550-5.1.1 does not exist\r\n550 5.1.1 really', 'RCPT TO', true],
    ['550 5.2.1 disabled', 'RCPT TO', true],
    ['550 5.7.1 blocked', 'RCPT TO', false],
    ['554 no', 'RCPT TO', false],
    ['550 rejected', 'DATA', false],
    ['550 5.1.8 bad sender domain', 'MAIL FROM', false],
    ['501 5.1.7 bad sender', 'MAIL FROM', false],
  ])('%s at %s: hard bounce %s', (response, command, hardBounce) => {
    expect(of(response, command)).toMatchObject({ kind: 'rejected', permanent: true, hardBounce });
  });

  it('our own mistakes never cost a recipient', () => {
    expect(of('535 5.7.8 bad password', 'AUTH PLAIN', false, 'EAUTH').kind).toBe('retry');
    expect(of('530 5.7.0 authenticate first', 'MAIL FROM').kind).toBe('retry');
    expect(of('554 no service', 'CONN', false, 'EPROTOCOL').kind).toBe('retry');
  });

  it('421 after the payload is ambiguous, unless it refuses this message', () => {
    expect(of('421 Timeout - closing connection', 'DATA', true, 'EMESSAGE').kind).toBe('ambiguous');
    expect(of('421 4.7.28 too much mail from you', 'DATA', true, 'EMESSAGE').kind).toBe('retry');
    expect(of('421 closing', 'MAIL FROM').kind).toBe('retry');
  });
});
