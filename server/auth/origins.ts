import { env } from '@/server/env';

const loopback = ['localhost', '127.0.0.1', '[::1]'];

/** The origins that the dashboard is served from: APP_URL's, and its twins when that is this machine (localhost and 127.0.0.1 are typed alike). */
export function trustedOrigins(appUrl: string): string[] {
  const url = new URL(appUrl);
  if (!loopback.includes(url.hostname)) return [url.origin];
  return loopback.map((host) => `${url.protocol}//${host}${url.port ? `:${url.port}` : ''}`);
}

/**
 * Whether a state-changing request may come from a browser page of ours. Browsers always say where a request comes from
 * (`Sec-Fetch-Site`, or `Origin` on anything but GET); other clients carry no ambient cookies worth forging and may say nothing.
 * `Origin: null` (sandboxed frames, redirects) is refused.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site && site !== 'same-origin' && site !== 'none') return false;
  const origin = headers.get('origin');
  return origin === null || trustedOrigins(env().APP_URL).includes(origin);
}

/**
 * A request of a client that is no browser (a script, a job: no `Origin`, `Referer` or `Sec-Fetch-Site`), as if it came from our own page;
 * better-auth takes the `Sec-Fetch-Mode` that Node's fetch adds for a browser's and would refuse it. Browsers' requests pass as they are.
 */
export function asOwnClient(request: Request): Request {
  const { headers } = request;
  if (headers.has('origin') || headers.has('referer') || headers.has('sec-fetch-site')) return request;
  const named = new Headers(headers);
  named.set('origin', new URL(env().APP_URL).origin);
  return new Request(request, { headers: named });
}
