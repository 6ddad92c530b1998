const UNIT: Record<string, number> = { w: 604_800_000, d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|[wdhms]))+$/;
const PART = /(\d+(?:\.\d+)?)(ms|[wdhms])/g;

/**
 * The moment an SDK time string names: a duration from now (`5s`, `1h30m`; the SDK writes a zero duration as '') or an
 * ISO date. `from` is epoch milliseconds. Throws on anything else.
 */
export function moment(text: string, from: number = Date.now()): Date {
  if (text === '') return new Date(from);
  if (DURATION.test(text)) {
    let ms = 0;
    for (const [, amount, unit] of text.matchAll(PART)) ms += Number(amount) * (UNIT[unit ?? ''] ?? 0);
    return new Date(from + ms);
  }
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new Error(`neither a duration nor an ISO date: ${JSON.stringify(text)}`);
  return date;
}

/** Upstream's retry delays in milliseconds; the last one repeats. */
const BACKOFF = [15, 30, 60, 120, 300, 600, 1200, 2400, 3600, 7200].map((seconds) => seconds * 1000);

/** Milliseconds to wait after failed attempt `attempt` (0-based). */
export const upstreamBackoff = (attempt: number): number => BACKOFF[Math.min(attempt, BACKOFF.length - 1)] ?? 0;
