import { pixelLimits } from '@/contracts/pixel';

type Bucket = { tokens: number; at: number };

const holder = globalThis as typeof globalThis & { musterPixelBuckets?: Map<string, Bucket> };
const most = 50_000;

/**
 * Takes a token each of the browser, of the network address and of the pixel; false when one of them has none left. It keeps a broken page or
 * a flood from filling the database; the first two stop nobody who forges keys and addresses. In this process's memory, unlike the API's
 * limit (rest/rate-limit.ts): nothing about an address is written down, and a report costs no row, where the pixel's would be one that all
 * of its reports wait for. With several processes each counts its own: the bounds are as many times as wide (docs/tracking.md).
 */
export function mayReport(pixelId: string, visitor: string, address: string, now = Date.now()): boolean {
  holder.musterPixelBuckets ??= new Map();
  const buckets = holder.musterPixelBuckets;
  const asked: [string, number][] = [
    [`p:${pixelId}`, pixelLimits.perPixel],
    [`a:${pixelId}:${address}`, pixelLimits.perAddress],
    [`v:${pixelId}:${visitor}`, pixelLimits.perVisitor],
  ];
  let allowed = true;
  for (const [key, perMinute] of asked) {
    const bucket = buckets.get(key) ?? { tokens: perMinute, at: now };
    bucket.tokens = Math.min(perMinute, bucket.tokens + (Math.max(0, now - bucket.at) * perMinute) / 60_000);
    bucket.at = Math.max(bucket.at, now);
    if (bucket.tokens >= 1) bucket.tokens--;
    else allowed = false;
    buckets.delete(key); // the order of a Map is that of setting: the longest unused is first
    buckets.set(key, bucket);
  }
  for (const key of buckets.keys()) {
    if (buckets.size <= most) break;
    buckets.delete(key);
  }
  return allowed;
}
