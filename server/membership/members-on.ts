import { sql } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import type { MembersOn } from '@/contracts/membership';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { nameCauses } from './name-causes';
import { fromCursor, toCursor } from './page-cursor';
import { type PersonRow, personColumns, personJoin, toPerson } from './person';

type Row = PersonRow & { id: number; entered: number; entered_by: string; left_at: number | null };

/**
 * Who was in an audience at the end of a day (`2026-05-01`, UTC; now, when it is not over) or at a moment, latest come first.
 * @throws 422 `not_followed` when nobody followed the audience then
 */
export async function membersOn(ctx: Ctx, input: { id: string; on: string; limit: number; cursor?: string }): Promise<MembersOn> {
  await findAudience(ctx, input.id);
  const at = momentOf(input.on, ctx.now).toISOString();
  const followed = await ctx.db.execute(sql`
    select from watch_periods where audience_id = ${input.id} and began_at <= ${at} and (ended_at is null or ended_at > ${at})`);
  if (!followed.length) throw invalid(['on'], 'not_followed', 'the history of this audience does not reach there');
  const place = fromCursor(input.cursor);
  const inside = sql`s.audience_id = ${input.id} and s.entered_at <= ${at} and (s.left_at is null or s.left_at > ${at})`;
  const [total] = await ctx.db.execute<{ n: number }>(sql`select count(*)::int as n from audience_stays s where ${inside}`);
  const rows = await ctx.db.execute<Row>(sql`
    select s.id::float8 as id, (extract(epoch from s.entered_at) * 1000)::float8 as entered, s.entered_by,
           (extract(epoch from s.left_at) * 1000)::float8 as left_at, ${personColumns}
    from audience_stays s ${personJoin}
    where ${inside} ${place ? sql`and (s.entered_at, s.id) < (${place.at}::timestamptz, ${place.id}::bigint)` : sql``}
    order by s.entered_at desc, s.id desc limit ${input.limit + 1}`);
  const shown = rows.slice(0, input.limit);
  const cause = await nameCauses(
    ctx,
    shown.map((row) => row.entered_by),
  );
  const last = shown.at(-1);
  return {
    at,
    count: total?.n ?? 0,
    data: shown.map((row) => ({
      contact: toPerson(row),
      entered_at: iso(row.entered),
      entered_by: cause(row.entered_by),
      left_at: row.left_at === null ? null : iso(row.left_at),
    })),
    next_cursor: rows.length > input.limit && last ? toCursor({ at: iso(last.entered), id: last.id }) : null,
  };
}

/** The last moment of a day, but never later than now. */
function momentOf(on: string, now: Date): Date {
  const at = /^\d{4}-\d\d-\d\d$/.test(on) ? new Date(Date.parse(on) + 86_400_000 - 1) : new Date(on);
  return at < now ? at : now;
}

const iso = (ms: number) => new Date(ms).toISOString();
