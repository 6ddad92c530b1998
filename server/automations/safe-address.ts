import { lookup as resolve } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { readEnv } from '@/server/env';

/**
 * Where an outgoing webhook may go (OWASP API7, SSRF): https on 443 or 8443, to addresses of the public Internet only. The setting
 * WEBHOOK_ALLOW_PRIVATE lifts that, for a machine of one's own.
 */
const blocked = new BlockList();
// IANA special-purpose registries: what is not globally reachable
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.31.196.0', 24],
  ['192.52.193.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['192.175.48.0', 24],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  blocked.addSubnet(net, bits, 'ipv4');
/** Global unicast is 2000::/3; inside of it these are not, or they carry an IPv4 address that would have to be looked at. */
const unicast = new BlockList();
unicast.addSubnet('2000::', 3, 'ipv6');
for (const [net, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['2620:4f:8000::', 48],
  ['3fff::', 20],
] as const)
  blocked.addSubnet(net, bits, 'ipv6');

/** Whether an IP address is one of the public Internet. IPv4 inside IPv6 (mapped, NAT64) is refused as a whole. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip);
  if (family === 4) return !blocked.check(ip, 'ipv4');
  return family === 6 && !ip.includes('%') && unicast.check(ip, 'ipv6') && !blocked.check(ip, 'ipv6');
}

const privateAllowed = (): boolean => readEnv().WEBHOOK_ALLOW_PRIVATE ?? false;

/** Why a URL is refused before its name is looked up; null when it is not. */
export function addressProblem(text: string, allowPrivate = privateAllowed()): string | null {
  if (!URL.canParse(text)) return 'not a URL';
  const url = new URL(text);
  if (url.username || url.password) return 'a URL with a user name or password is refused';
  if (url.protocol !== 'https:' && !(allowPrivate && url.protocol === 'http:')) return 'only https is called';
  if (allowPrivate) return null;
  if (url.port && url.port !== '8443') return 'only the ports 443 and 8443 are called';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) && !isPublicAddress(host)) return `${host} is not an address of the public Internet`;
  if (host === 'localhost' || /\.(localhost|local|internal|home\.arpa)$/.test(host)) return `${host} is not a name of the public Internet`;
  return null;
}

type Checked = { address: string; family: 4 | 6 };

/**
 * The address to connect to: the name is looked up once, every answer must be public, and the connection is made to what was checked
 * (so a name that changes its answer in between gains nothing). @throws Error in words when it is refused
 */
export async function checkedAddress(url: URL, allowPrivate = privateAllowed()): Promise<Checked> {
  const problem = addressProblem(url.href, allowPrivate);
  if (problem) throw new Error(problem);
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const found = isIP(host) ? [{ address: host, family: isIP(host) }] : await resolve(host, { all: true, verbatim: true });
  const refused = allowPrivate ? undefined : found.find(({ address }) => !isPublicAddress(address));
  if (refused) throw new Error(`${host} leads to ${refused.address}, which is not an address of the public Internet`);
  const [first] = found;
  if (!first) throw new Error(`${host} has no address`);
  return { address: first.address, family: first.family === 6 ? 6 : 4 };
}
