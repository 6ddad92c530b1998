import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { type Channel, channels } from '@/contracts/limits';
import { env } from '@/server/env';

/** Who is to be suppressed. Ids are uuids, the address in normal form. */
export type UnsubscribeTarget = { orgId: string; channel: Channel; address: string; sendId?: string };
type Settings = { APP_URL: string; MUSTER_SECRET: string };

const version = 1;
const uuidBytes = 16;
const noSend = Buffer.alloc(uuidBytes);

/**
 * The link of one recipient: `<APP_URL>/u/<token>`. The token is the target under AES-256-GCM, so nothing of it can be read or changed,
 * and needs no row. Its nonce is a MAC of the target: the same recipient gets the same link, and no nonce meets two texts.
 */
export function createUnsubscribeUrl(target: UnsubscribeTarget, settings: Settings = env()): string {
  const { cipherKey, nonceKey } = keys(settings.MUSTER_SECRET);
  const plain = Buffer.concat([
    Buffer.from([version, channels.indexOf(target.channel)]),
    bytesOf(target.orgId),
    target.sendId ? bytesOf(target.sendId) : noSend,
    Buffer.from(target.address),
  ]);
  const nonce = createHmac('sha256', nonceKey).update(plain).digest().subarray(0, 12);
  const cipher = createCipheriv('aes-256-gcm', cipherKey, nonce);
  const token = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  return `${settings.APP_URL}/u/${token.toString('base64url')}`;
}

/** The target of a token, or null when it is not one of ours, whole and unchanged. */
export function readUnsubscribeToken(token: string, settings: Pick<Settings, 'MUSTER_SECRET'> = env()): UnsubscribeTarget | null {
  if (!/^[A-Za-z0-9_-]{60,700}$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  // base64url has spare bits at its end: only the spelling that we made counts.
  if (bytes.toString('base64url') !== token) return null;
  const decipher = createDecipheriv('aes-256-gcm', keys(settings.MUSTER_SECRET).cipherKey, bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(-16));
  let plain: Buffer;
  try {
    plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null; // GCM says only that it is not authentic
  }
  const channel = channels[plain[1] ?? -1];
  if (plain[0] !== version || !channel) return null;
  const send = plain.subarray(2 + uuidBytes, 2 + 2 * uuidBytes);
  return {
    orgId: uuidOf(plain.subarray(2, 2 + uuidBytes)),
    channel,
    address: plain.subarray(2 + 2 * uuidBytes).toString(),
    ...(send.equals(noSend) ? {} : { sendId: uuidOf(send) }),
  };
}

const derived = new Map<string, { cipherKey: Buffer; nonceKey: Buffer }>();

function keys(secret: string) {
  let found = derived.get(secret);
  if (!found) {
    const bytes = Buffer.from(hkdfSync('sha256', secret, '', 'muster unsubscribe links', 64));
    found = { cipherKey: bytes.subarray(0, 32), nonceKey: bytes.subarray(32) };
    derived.set(secret, found);
  }
  return found;
}

const bytesOf = (uuid: string) => Buffer.from(uuid.replaceAll('-', ''), 'hex');
const uuidOf = (bytes: Buffer) => bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
