import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';

/**
 * Whose request it is, by address: what the connection says, or with `proxies` of ours in front what the outermost of them saw. Each proxy
 * appends to X-Forwarded-For whom it was called by; what stands further left is the client's word and counts for nothing.
 * @param proxies TRUST_PROXY: how many proxies in front append to the header
 */
export function clientAddress(socket: string | undefined, forwarded: string | undefined, proxies: number): string {
  const nearest = plain(socket ?? '') ?? '';
  if (proxies === 0) return nearest;
  const chain = (forwarded ?? '').split(',');
  return plain((chain.at(-proxies) ?? chain[0] ?? '').trim()) ?? nearest;
}

/**
 * Writes that address, and nothing else, into X-Forwarded-For, before anything reads it: Next, which would keep what the client sent, and
 * better-auth, which believes a single address, see the same as our own limits.
 */
export function stampClient(request: IncomingMessage, proxies: number): void {
  request.headers['x-forwarded-for'] = clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']?.toString(), proxies);
}

/** Without a port, brackets and the prefix of IPv4 in IPv6; null for what is no address. */
function plain(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) ? address : null;
}
