import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { env } from '@/server/env';

type Settings = { MUSTER_SECRET: string };

/**
 * The secret with which a site signs who its visitor is: `pxs_` and 64 hexadecimal digits. Derived, not stored: a copy of the database
 * signs nothing. Another version is another secret, and what the old one signed is refused.
 */
export function pixelSecret(pixelId: string, version: number, settings: Settings = env()): string {
  const key = Buffer.from(hkdfSync('sha256', settings.MUSTER_SECRET, '', 'muster pixel secrets', 32));
  return `pxs_${createHmac('sha256', key).update(`${pixelId}:${version}`).digest('hex')}`;
}

/** HMAC-SHA-256 of `<at>.<who>` with the pixel's secret, in hexadecimal. `at`: seconds since 1970. */
export const signIdentity = (secret: string, who: string, at: number): string =>
  createHmac('sha256', secret).update(`${at}.${who}`).digest('hex');

export function isSignedBy(secret: string, { who, at, sig }: { who: string; at: number; sig: string }): boolean {
  const [given, right] = [Buffer.from(sig, 'hex'), Buffer.from(signIdentity(secret, who, at), 'hex')];
  return given.length === right.length && timingSafeEqual(given, right);
}
