import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { env } from '@/server/env';

type Settings = { APP_URL: string; MUSTER_SECRET: string };
const uuidBytes = 16;
const macBytes = 24;

/** `<APP_URL>/invitation/<token>`: the link of one invitation. The token is its id under a MAC, so that no secret lies in the row. */
export function createInvitationUrl(invitationId: string, settings: Settings = env()): string {
  const id = Buffer.from(invitationId.replaceAll('-', ''), 'hex');
  return `${settings.APP_URL}/invitation/${Buffer.concat([id, mac(id, settings)]).toString('base64url')}`;
}

/** The uuid of an invitation, or null when the token is not one of ours, whole and unchanged. */
export function readInvitationToken(token: string, settings: Pick<Settings, 'MUSTER_SECRET'> = env()): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(token)) return null;
  const bytes = Buffer.from(token, 'base64url');
  if (bytes.length !== uuidBytes + macBytes || bytes.toString('base64url') !== token) return null;
  const id = bytes.subarray(0, uuidBytes);
  if (!timingSafeEqual(bytes.subarray(uuidBytes), mac(id, settings))) return null;
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const mac = (id: Buffer, { MUSTER_SECRET: secret }: Pick<Settings, 'MUSTER_SECRET'>) =>
  createHmac('sha256', Buffer.from(hkdfSync('sha256', secret, '', 'muster invitations', 32)))
    .update(id)
    .digest()
    .subarray(0, macBytes);
