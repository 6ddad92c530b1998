import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/** A row's secrets, as given by the owner or renewed by the platform: flat text values. */
export type Credentials = Record<string, string>;

const VERSION = 1;

/**
 * Encrypts with AES-256-GCM under a key derived from MUSTER_SECRET, bound to the row by its id (AAD): copied into another row, or opened
 * with another secret, it does not decrypt. Layout: version, 12 bytes of random nonce, ciphertext, 16 bytes of tag.
 */
export function sealCredentials(secret: string, rowId: string, credentials: Credentials): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(rowId));
  const body = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), nonce, body, cipher.getAuthTag()]);
}

/** The secrets again, or null when this is not what `sealCredentials` made for that row with that secret. */
export function openCredentials(secret: string, rowId: string, sealed: Uint8Array): Credentials | null {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION || bytes.length < 30) return null;
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), bytes.subarray(1, 13), { authTagLength: 16 }).setAAD(Buffer.from(rowId));
  decipher.setAuthTag(bytes.subarray(-16));
  try {
    return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(13, -16)), decipher.final()]).toString('utf8')) as Credentials;
  } catch {
    return null; // GCM says only that it is not authentic
  }
}

const keyOf = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'muster ad account credentials', 32));
