/** What a request for a pixel or a link says of who asks. */
type Asking = { method: string; headers: Headers };

/*
 * Who is counted as a machine, and why:
 * - HEAD: link checkers. No mail program shows a picture or opens a page by it.
 * - `Purpose`, `Sec-Purpose`, `X-Purpose`, `X-Moz` of prefetch or preview: a browser that looks ahead says so itself.
 * - No user agent, and those of HTTP libraries, crawlers, chat previews and mail scanners, by the names that they give.
 * - A bare `Mozilla/5.0`: Apple's Mail Privacy Protection. It loads the pictures of every mail through its proxies, opened or not, so it
 *   says nothing about a person.
 * Not machines: GoogleImageProxy and YahooMailProxy. They hide who asks, but ask when the mail is shown (Gmail then keeps the picture, so
 * a second look is not seen).
 */
const machines = new RegExp(
  [
    'bot\\b|bot/|crawl|spider|scan(?:ner|ning)|\\bpreview|link.?check|monitor|headless|phantomjs',
    'curl/|wget/|python|aiohttp|httpx|libwww|lwp|java/|okhttp|apache-httpclient|go-http|axios|node-fetch|undici|^node$|ruby|guzzle|php/',
    'barracuda|proofpoint|mimecast|symantec|messagelabs|trend ?micro|sophos|fireeye|trellix|forcepoint|cloudmark|ironport|safelinks|bitdefender',
    'facebookexternalhit|whatsapp|telegram|skypeuripreview|slack|discord|google-safety|google-read-aloud|bingpreview|yahoo! slurp',
  ].join('|'),
  'i',
);

/** Why a request was not made by a person who looks at a mail; null when nothing says so. */
export function machineSign({ method, headers }: Asking): string | null {
  if (method === 'HEAD') return 'asked with HEAD';
  for (const name of ['purpose', 'sec-purpose', 'x-purpose', 'x-moz'])
    if (/prefetch|prerender|preview/i.test(headers.get(name) ?? '')) return 'looked ahead (prefetch)';
  const agent = (headers.get('user-agent') ?? '').trim();
  if (!agent) return 'named no program';
  if (agent === 'Mozilla/5.0') return 'mail privacy proxy';
  const found = machines.exec(agent)?.[0];
  return found ? `a program: ${found.replace(/\/$/, '').toLowerCase()}` : null;
}

/** Milliseconds after it left in which nobody can have seen a mail: what asks then is a scanner on the way. */
export const UNSEEN_MS = 2_000;
/** A scanner follows every link of a fresh mail at once; a person reads first. */
export const BURST = { links: 3, withinMs: 10_000, afterSentMs: 60_000 } as const;
