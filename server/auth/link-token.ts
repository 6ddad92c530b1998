import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { env } from '@/server/env';

type Settings = { APP_URL: string; MUSTER_SECRET: string };
const uuidBytes = 16;
const macBytes = 24;

/** What a link in a mail of ours is for: the folder of its page, and what its key is derived for, so that none passes for another. */
const purposes = {
  invitation: 'muster invitations',
  'reset-password': 'muster password resets',
  'confirm-address': 'muster changes of address',
};
export type Purpose = keyof typeof purposes;

/** `<APP_URL>/<purpose>/<token>`. The token is the id of the row that it opens under a MAC, so that no secret lies in the row. */
export function createLink(purpose: Purpose, id: string, settings: Settings = env()): string {
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex');
  return `${settings.APP_URL}/${purpose}/${Buffer.concat([bytes, mac(purpose, bytes, settings)]).toString('base64url')}`;
}

/** The uuid of the row, or null when the token is not one of ours for this, whole and unchanged. */
export function readLink(purpose: Purpose, token: string, settings: Pick<Settings, 'MUSTER_SECRET'> = env()): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== uuidBytes + macBytes || bytes.toString('base64url') !== token) return null;
  const id = bytes.subarray(0, uuidBytes);
  if (!timingSafeEqual(bytes.subarray(uuidBytes), mac(purpose, id, settings))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const mac = (purpose: Purpose, id: Buffer, { MUSTER_SECRET: secret }: Pick<Settings, 'MUSTER_SECRET'>) =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', secret, '', purposes[purpose], 32)))
    .update(id)
    .digest()
    .subarray(0, macBytes);
