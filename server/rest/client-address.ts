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

/**
 * What limits count a client by: its address, of IPv6 the /64, which is what one subscriber has (RFC 6177). The web server wrote the
 * address (`stampClient`).
 */
export function clientKey(headers: Headers): string {
  const address = headers.get('x-forwarded-for') ?? '';
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const [left, right] = [head, tail ?? ''].map((part) => (part ? part.split(':') : [])) as [string[], string[]];
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, zeros)).fill('0'), ...right].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}

/** Without a port, brackets and the prefix of IPv4 in IPv6; null for what is no address. */
function plain(text: string): string | null {
  const bare = /^\[(.+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  const address = bare.replace(/^::ffff:(?=\d+\.)/i, '');
  return isIP(address) ? address : null;
}
