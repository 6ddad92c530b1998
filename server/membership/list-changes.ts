import { sql } from 'drizzle-orm';
import type { MembershipChange } from '@/contracts/membership';
import type { Page } from '@/contracts/page';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { nameCauses } from './name-causes';
import { fromCursor, toCursor } from './page-cursor';
import { type PersonRow, personColumns, personJoin, toPerson } from './person';

type Row = PersonRow & { id: number; kind: 'entered' | 'left'; at: number; cause: string };
type Input = { id: string; kind?: 'entered' | 'left'; limit: number; cursor?: string };

/** Who entered and left a watched audience, when and why, newest first. Empty for one that was never watched. */
export async function listChanges(ctx: Ctx, { id, kind, limit, cursor }: Input): Promise<Page<MembershipChange>> {
  await findAudience(ctx, id);
  const place = fromCursor(cursor);
  const side = (which: 'entered' | 'left') => {
    const [at, by] = which === 'entered' ? [sql`s.entered_at`, sql`s.entered_by`] : [sql`s.left_at`, sql`s.left_by`];
    // One stay is two changes: its number twice, and the leaving after.
    const n = which === 'entered' ? sql`s.id * 2` : sql`s.id * 2 + 1`;
    return sql`(
      select ${n} as id, ${which} as kind, ${at} as at, ${by} as cause, s.org_id, s.contact_id from audience_stays s
      where s.audience_id = ${id} and ${at} is not null and ${by} not in ('watch', 'unwatch')
        ${place ? sql`and ${at} <= ${place.at} and (${at}, ${n}) < (${place.at}::timestamptz, ${place.id}::bigint)` : sql``}
      order by ${at} desc, s.id desc limit ${limit + 1})`;
  };
  const sides = kind ? side(kind) : sql`${side('entered')} union all ${side('left')}`;
  const rows = await ctx.db.execute<Row>(sql`
    select s.id::float8 as id, s.kind, (extract(epoch from s.at) * 1000)::float8 as at, s.cause, ${personColumns}
    from (${sides}) s ${personJoin} order by s.at desc, s.id desc limit ${limit + 1}`);
  const shown = rows.slice(0, limit);
  const cause = await nameCauses(
    ctx,
    shown.map((row) => row.cause),
  );
  const last = shown.at(-1);
  return {
    data: shown.map((row) => ({ kind: row.kind, at: iso(row.at), contact: toPerson(row), cause: cause(row.cause) })),
    next_cursor: rows.length > limit && last ? toCursor({ at: iso(last.at), id: last.id }) : null,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
