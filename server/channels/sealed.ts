import { env } from '@/server/env';
import { decrypt, encrypt, keyFor } from './gcm';

/** Another's secret as it may lie in the database, under MUSTER_SECRET. `purpose` keeps the keys of different uses apart. */
export const seal = (text: string, purpose: string, secret: string = env().MUSTER_SECRET): string =>
  encrypt(keyFor(purpose, secret), Buffer.from(text)).toString('base64');

/** @throws Error when it was sealed under another MUSTER_SECRET, or changed */
export function unseal(sealed: string, purpose: string, secret: string = env().MUSTER_SECRET): string {
  const text = decrypt(keyFor(purpose, secret), Buffer.from(sealed, 'base64'));
  if (!text) throw new Error('a stored secret cannot be read: MUSTER_SECRET is not the one that it was kept under');
  return text.toString('utf8');
}
