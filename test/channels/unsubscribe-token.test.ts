import fc from 'fast-check';
import { uuidv7 } from 'uuidv7';
import { expect, it } from 'vitest';
import { createUnsubscribeUrl, readUnsubscribeToken } from '@/server/channels/unsubscribe-token';
import { settings } from './setup';

const target = { orgId: uuidv7(), channel: 'email' as const, address: 'ann@example.com', sendId: uuidv7() };
const tokenOf = (url: string) => new URL(url).pathname.split('/').at(-1) as string;

it('says to nobody but us whom it is about', () => {
  const url = createUnsubscribeUrl(target, settings);
  expect(url).toMatch(/^https:\/\/muster\.example\/u\/[A-Za-z0-9_-]+$/);
  expect(url.length).toBeLessThan(250);
  const readable = Buffer.from(tokenOf(url), 'base64url').toString('latin1');
  for (const secret of ['ann', 'example.com', target.orgId.replaceAll('-', '')])
    expect(readable + readable.toLowerCase()).not.toContain(secret);
  expect(readUnsubscribeToken(tokenOf(url), settings)).toEqual(target);
  expect(createUnsubscribeUrl(target, settings)).toBe(url);
});

it('comes back for any target', () => {
  const uuid = fc.uuid();
  const any = fc.record(
    {
      orgId: uuid,
      channel: fc.constantFrom('email' as const, 'sms' as const),
      address: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
      sendId: uuid,
    },
    { requiredKeys: ['orgId', 'channel', 'address'] },
  );
  fc.assert(
    fc.property(any, (t) => {
      expect(readUnsubscribeToken(tokenOf(createUnsubscribeUrl(t, settings)), settings)).toEqual(t);
    }),
  );
});

it('refuses every change of every character, cuts, growth and other secrets', () => {
  const token = tokenOf(createUnsubscribeUrl(target, settings));
  for (let i = 0; i < token.length; i++) {
    for (const c of ['A', 'B', '-', '_', 'z']) {
      const changed = token.slice(0, i) + c + token.slice(i + 1);
      if (changed !== token) expect(readUnsubscribeToken(changed, settings), changed).toBeNull();
    }
    expect(readUnsubscribeToken(token.slice(0, i), settings)).toBeNull();
  }
  expect(readUnsubscribeToken(`${token}A`, settings)).toBeNull();
  expect(readUnsubscribeToken(`${token}=`, settings)).toBeNull();
  expect(readUnsubscribeToken(token, { MUSTER_SECRET: `${settings.MUSTER_SECRET}.` })).toBeNull();
});

it('never throws on what people put into URLs', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[A-Za-z0-9_-]{60,200}$/)), (text) => {
      expect(readUnsubscribeToken(text, settings)).toBeNull();
    }),
  );
});
