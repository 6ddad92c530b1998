import { sql } from 'drizzle-orm';
import type { Filter } from '@/contracts/segment';
import type { Ctx } from '@/server/context';

/** Milliseconds from which a count is worth remembering: a person at the builder notices it. */
const SLOW_MS = 250;

/** Remembers a count that took long. `matches`: null when it was stopped at the time limit. */
export async function noteSlowFilter(
  ctx: Pick<Ctx, 'db' | 'orgId' | 'now'>,
  filter: Filter,
  ms: number,
  matches: number | null,
): Promise<void> {
  if (ms < SLOW_MS) return;
  await ctx.db.execute(sql`
    insert into slow_filters (org_id, shape, filter, runs, total_ms, max_ms, matches, last_seen_at)
    values (${ctx.orgId}, ${shapeOf(filter)}, ${JSON.stringify(filter)}::json, 1, ${ms}::float8, ${ms}::float8, ${matches}::int, ${ctx.now.toISOString()}::timestamptz)
    on conflict (org_id, shape) do update set
      filter = excluded.filter, runs = slow_filters.runs + 1, total_ms = slow_filters.total_ms + excluded.total_ms,
      max_ms = greatest(slow_filters.max_ms, excluded.max_ms), matches = excluded.matches, last_seen_at = excluded.last_seen_at`);
}

/** The filter with every value replaced by `?`, so that `ltv > 10` and `ltv > 20` are one. */
export const shapeOf = (filter: Filter): string => JSON.stringify(blank(filter));

function blank(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = value.map(blank);
    return shapes.every((shape) => shape === '?') ? ['?'] : shapes;
  }
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, blank(v)]));
  return '?';
}
