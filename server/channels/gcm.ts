import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const NONCE = 12;
const TAG = 16;
const derived = new Map<string, Buffer>();

/** A key of 32 bytes for one use, out of MUSTER_SECRET (HKDF-SHA-256). `purpose` keeps the keys of different uses apart. */
export function keyFor(purpose: string, secret: string): Buffer {
  const name = `${purpose} ${secret}`;
  const key = derived.get(name) ?? Buffer.from(hkdfSync('sha256', secret, '', `muster ${purpose}`, 32));
  derived.set(name, key);
  return key;
}

/** AES-256-GCM under a random nonce. Layout: nonce, ciphertext, tag. @param boundTo must be given again to open it; it is not in the result */
export function encrypt(key: Buffer, plain: Buffer, boundTo = ''): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(boundTo));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** What `encrypt` was given; null for what it did not make with this key and binding, whole and unchanged. */
export function decrypt(key: Buffer, bytes: Buffer, boundTo = ''): Buffer | null {
  if (bytes.length < NONCE + TAG) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE), { authTagLength: TAG }).setAAD(Buffer.from(boundTo));
  decipher.setAuthTag(bytes.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE, -TAG)), decipher.final()]);
  } catch {
    return null; // GCM says only that it is not authentic
  }
}
