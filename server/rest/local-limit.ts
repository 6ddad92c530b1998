type Bucket = { tokens: number; at: number };
/** `most` at once, and as many in `seconds`, a minute unless it is said. */
type Asked = readonly [key: string, most: number, seconds?: number];

const holder = globalThis as typeof globalThis & { musterLocalLimits?: Map<string, Map<string, Bucket>> };
/** Buckets of one use that are kept: the longest unused go first. */
const MOST = 50_000;

/**
 * For routes that need no sign-in: takes a token of each bucket asked for, and answers false when one of them has none left. In this
 * process's memory: nothing about a caller is written down, and a request costs no row. With several processes each counts its own.
 * @param use keeps the buckets of different routes apart
 */
export function takeLocally(use: string, asked: readonly Asked[], now = Date.now()): boolean {
  holder.musterLocalLimits ??= new Map();
  const buckets = holder.musterLocalLimits.get(use) ?? new Map<string, Bucket>();
  holder.musterLocalLimits.set(use, buckets);
  let allowed = true;
  for (const [key, most, seconds = 60] of asked) {
    const bucket = buckets.get(key) ?? { tokens: most, at: now };
    bucket.tokens = Math.min(most, bucket.tokens + (Math.max(0, now - bucket.at) * most) / (seconds * 1000));
    bucket.at = Math.max(bucket.at, now);
    if (bucket.tokens >= 1) bucket.tokens--;
    else allowed = false;
    buckets.delete(key); // the order of a Map is that of setting: the longest unused is first
    buckets.set(key, bucket);
  }
  for (const key of buckets.keys()) {
    if (buckets.size <= MOST) break;
    buckets.delete(key);
  }
  return allowed;
}
