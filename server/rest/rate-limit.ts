import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import type { Ctx } from '@/server/context';

type Bucket = { name: string; left: number; quota: number };
type RateLimit = { allowed: boolean; headers: Record<string, string> };

/**
 * Takes one token from the bucket of the caller and from that of the organization. Both in one statement, the organization's first,
 * so that two requests never wait for each other crosswise. A bucket refills evenly, by the database's clock; a clock that jumps
 * back refills nothing. `tokens = -1` says "refused".
 */
export async function takeToken(ctx: Ctx): Promise<RateLimit> {
  const org = `org:${ctx.orgId}`;
  const caller = `${ctx.actor.type}:${ctx.actor.id}`;
  const rows = await ctx.db.execute<{ key: string; tokens: number }>(sql`
    insert into rate_limits as b (key, tokens, refilled_at)
    values (${org}, ${limits.requestsPerMinute.organization}::int - 1, clock_timestamp()),
           (${caller}, ${limits.requestsPerMinute.caller}::int - 1, clock_timestamp())
    on conflict (key) do update set (tokens, refilled_at) = (
      select least(cap, greatest(b.tokens, 0) + refill) - 1,
             case when greatest(b.tokens, 0) + refill >= cap then greatest(excluded.refilled_at, b.refilled_at)
                  else b.refilled_at + refill * interval '60 s' / cap end
      from (select excluded.tokens + 1 as cap,
                   floor(greatest(0, extract(epoch from excluded.refilled_at - b.refilled_at)) * (excluded.tokens + 1) / 60)::int as refill) r)
    returning key, tokens`);
  const left = (key: string) => rows.find((row) => row.key === key)?.tokens ?? 0;
  const buckets: Bucket[] = [
    { name: 'caller', left: left(caller), quota: limits.requestsPerMinute.caller },
    { name: 'organization', left: left(org), quota: limits.requestsPerMinute.organization },
  ];
  return { allowed: buckets.every((bucket) => bucket.left >= 0), headers: headersOf(buckets) };
}

/** draft-ietf-httpapi-ratelimit-headers: lists of structured fields; `r` tokens left, `t` seconds until the bucket is full again. */
function headersOf(buckets: Bucket[]): Record<string, string> {
  const wait = (b: Bucket) => Math.ceil(((b.quota - Math.max(b.left, 0)) * 60) / b.quota);
  return {
    'RateLimit-Policy': buckets.map((b) => `"${b.name}";q=${b.quota};w=60`).join(', '),
    RateLimit: buckets.map((b) => `"${b.name}";r=${Math.max(b.left, 0)};t=${wait(b)}`).join(', '),
  };
}

/** @param seconds until it is worth trying again: of most buckets one token takes well under one to come back */
export const tooMany = (seconds = 1) => {
  const minutes = Math.ceil(seconds / 60);
  const wait = seconds < 60 ? 'for the seconds in Retry-After' : minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return new AppError('rate_limited', `Too many requests: wait ${wait}`, [], seconds);
};
