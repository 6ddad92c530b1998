import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { env } from '@/server/env';

type Settings = { APP_URL: string; MUSTER_SECRET: string };
type Secret = Pick<Settings, 'MUSTER_SECRET'>;

const kinds = { open: 1, click: 2, bounce: 3 } as const;
const uuidBytes = 16;
/** 128 bits of a MAC; a return path has room for 80. */
const macBytes = 16;
const shortMacBytes = 10;
/** Octets. Longer targets are left as they are: a link of ours would be longer still. */
export const MAX_TARGET = 2_000;

/** `<APP_URL>/t/o/<token>`: the picture that says that a message was opened. The token is the message under a MAC; it needs no row. */
export const createOpenUrl = (messageId: string, settings: Settings = env()): string =>
  `${settings.APP_URL}/t/o/${sign([Buffer.from([kinds.open]), bytesOf(messageId)], macBytes, settings).toString('base64url')}`;

/**
 * `<APP_URL>/t/c/<token>`: a link of a message. The target stands in the token, under the MAC: nobody else can make one, so it redirects
 * nowhere but where the mail pointed, and goes on working when template and send are gone.
 * @param place of the link in the message, 0-based
 */
export const createClickUrl = (messageId: string, place: number, url: string, settings: Settings = env()): string =>
  `${settings.APP_URL}/t/c/${sign([Buffer.from([kinds.click, Math.min(place, 255)]), bytesOf(messageId), Buffer.from(url)], macBytes, settings).toString('base64url')}`;

/** The message of a pixel, or null when the token is not one of ours, whole and unchanged. */
export function readOpenToken(token: string, settings: Secret = env()): string | null {
  const payload = open(token, settings);
  return payload?.[0] === kinds.open && payload.length === 1 + uuidBytes ? uuidOf(payload.subarray(1)) : null;
}

/** What a link of ours stands for, or null. Only http and https lead anywhere, whatever was signed. */
export function readClickToken(token: string, settings: Secret = env()): { messageId: string; place: number; url: string } | null {
  const payload = open(token, settings);
  if (payload?.[0] !== kinds.click || payload.length <= 2 + uuidBytes) return null;
  const url = payload.subarray(2 + uuidBytes).toString();
  if (!isWebUrl(url)) return null;
  return { messageId: uuidOf(payload.subarray(2, 2 + uuidBytes)), place: payload[1] ?? 0, url };
}

export const isWebUrl = (url: string): boolean => /^https?:\/\//i.test(url) && URL.canParse(url);

/**
 * The envelope sender of one message (VERP): `bounces+<token>@<domain>`, so that whoever returns it says which it was. Case folds on the
 * way and the local part has 64 octets at most (RFC 5321, 4.5.3.1.1), hence base32 and a shorter MAC.
 */
export const createReturnPath = (messageId: string, domain: string, settings: Secret = env()): string =>
  `bounces+${base32(sign([Buffer.from([kinds.bounce]), bytesOf(messageId)], shortMacBytes, settings))}@${domain}`;

/** The message of a return path, at any domain; null when it is not one of ours. */
export function readReturnPath(address: string, settings: Secret = env()): string | null {
  const token = /^bounces\+([a-z2-7]{20,60})@/i.exec(address.trim())?.[1];
  if (!token) return null;
  const payload = checked(fromBase32(token.toLowerCase()), shortMacBytes, settings);
  return payload?.[0] === kinds.bounce && payload.length === 1 + uuidBytes ? uuidOf(payload.subarray(1)) : null;
}

function open(token: string, settings: Secret): Buffer | null {
  if (!/^[A-Za-z0-9_-]{40,4000}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // base64url has spare bits at its end: only the spelling that we made counts.
  return bytes.toString('base64url') === token ? checked(bytes, macBytes, settings) : null;
}

function sign(parts: Buffer[], length: number, settings: Secret): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([payload, mac(payload, length, settings)]);
}

function checked(bytes: Buffer, length: number, settings: Secret): Buffer | null {
  if (bytes.length <= length) return null;
  const payload = bytes.subarray(0, -length);
  return timingSafeEqual(bytes.subarray(-length), mac(payload, length, settings)) ? payload : null;
}

const derived = new Map<string, Buffer>();

function mac(payload: Buffer, length: number, { MUSTER_SECRET: secret }: Secret): Buffer {
  let key = derived.get(secret);
  if (!key) {
    key = Buffer.from(hkdfSync('sha256', secret, '', 'muster tracking links', 32));
    derived.set(secret, key);
  }
  return createHmac('sha256', key).update(payload).digest().subarray(0, length);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

function base32(bytes: Buffer): string {
  let [out, bits, value] = ['', 0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; bits -= 5) out += alphabet[(value >> (bits - 5)) & 31];
  }
  return bits ? out + alphabet[(value << (5 - bits)) & 31] : out;
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, value] = [0, 0];
  for (const char of text) {
    value = ((value << 5) | alphabet.indexOf(char)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
