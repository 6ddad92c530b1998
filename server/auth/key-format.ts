import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

/*
 * `mus_live_` + 43 base62 digits (32 random bytes) + 6 base62 digits (CRC-32 of those before). The prefix lets secret scanners
 * find a leaked key, the checksum lets them, and us, tell a key from a typo without a lookup.
 */
const prefix = 'mus_live_';
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

function base62(value: bigint, length: number): string {
  let out = '';
  for (let rest = value; out.length < length; rest /= 62n) out = digits[Number(rest % 62n)] + out;
  return out;
}

const checksum = (text: string) => base62(BigInt(crc32(text)), 6);

/** A new secret. */
export function newKey(): string {
  const body = prefix + base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return body + checksum(body);
}

/** Whether it has the form of a key and its checksum is right; says nothing about whether it exists. */
export function isKey(text: string): boolean {
  return /^mus_live_[0-9A-Za-z]{49}$/.test(text) && checksum(text.slice(0, -6)) === text.slice(-6);
}

/** What is stored of a key: 256 random bits need no slow hash. */
export const hashKey = (key: string) => createHash('sha256').update(key).digest('hex');

/** What is shown of a key afterwards. */
export const keyHints = (key: string) => ({ prefix: key.slice(0, prefix.length + 4), last4: key.slice(-4) });
