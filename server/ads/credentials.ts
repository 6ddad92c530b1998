import { decrypt, encrypt, keyFor } from '@/server/channels/gcm';

/** A row's secrets, as given by the owner or renewed by the platform: flat text values. */
export type Credentials = Record<string, string>;

const VERSION = 1;
const PURPOSE = 'ad account credentials';

/**
 * Encrypts under a key derived from MUSTER_SECRET, bound to the row by its id: copied into another row, or opened with another secret, it
 * does not decrypt. Layout: version, then as `encrypt` has it.
 */
export function sealCredentials(secret: string, rowId: string, credentials: Credentials): Buffer {
  const body = encrypt(keyFor(PURPOSE, secret), Buffer.from(JSON.stringify(credentials)), rowId);
  return Buffer.concat([Buffer.from([VERSION]), body]);
}

/** The secrets again, or null when this is not what `sealCredentials` made for that row with that secret. */
export function openCredentials(secret: string, rowId: string, sealed: Uint8Array): Credentials | null {
  const bytes = Buffer.from(sealed);
  if (bytes[0] !== VERSION) return null;
  const text = decrypt(keyFor(PURPOSE, secret), bytes.subarray(1), rowId);
  return text && (JSON.parse(text.toString('utf8')) as Credentials);
}
