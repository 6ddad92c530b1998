import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { env } from '@/server/env';

const keys = new Map<string, Buffer>();

/** Another's secret as it may lie in the database: AES-256-GCM under MUSTER_SECRET. `purpose` keeps the keys of different uses apart. */
export function seal(text: string, purpose: string, secret: string = env().MUSTER_SECRET): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose, secret), nonce);
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
}

/** @throws Error when it was sealed under another MUSTER_SECRET, or changed */
export function unseal(sealed: string, purpose: string, secret: string = env().MUSTER_SECRET): string {
  const bytes = Buffer.from(sealed, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose, secret), bytes.subarray(0, 12), { authTagLength: 16 });
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
  } catch (cause) {
    throw new Error('a stored secret cannot be read: MUSTER_SECRET is not the one that it was kept under', { cause });
  }
}

function keyFor(purpose: string, secret: string): Buffer {
  const name = `${purpose} ${secret}`;
  const key = keys.get(name) ?? Buffer.from(hkdfSync('sha256', secret, '', `muster ${purpose}`, 32));
  keys.set(name, key);
  return key;
}
