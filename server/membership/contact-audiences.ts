import { and, eq, sql } from 'drizzle-orm';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import type { Stay } from '@/contracts/membership';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { contacts } from '@/server/db/schema/contacts';
import { nameCauses } from './name-causes';
import { fromCursor, toCursor } from './page-cursor';

type Row = {
  id: number;
  audience_id: string;
  name: string;
  kind: Stay['audience']['kind'];
  entered: number;
  entered_by: string;
  left_at: number | null;
  left_by: string | null;
};

/** The stays of a contact in watched audiences, latest first: when they came and went, and what moved them. 404 for an unknown contact. */
export async function contactAudiences(ctx: Ctx, input: { id: string; limit: number; cursor?: string }): Promise<Page<Stay>> {
  const own = and(eq(contacts.orgId, ctx.orgId), eq(contacts.id, input.id));
  const [there] = await ctx.db.select({ id: contacts.id }).from(contacts).where(own);
  if (!there) throw notFound('contact');
  const place = fromCursor(input.cursor);
  const rows = await ctx.db.execute<Row>(sql`
    select s.id::float8 as id, s.audience_id, a.name, a.kind, (extract(epoch from s.entered_at) * 1000)::float8 as entered, s.entered_by,
           (extract(epoch from s.left_at) * 1000)::float8 as left_at, s.left_by
    from audience_stays s join audiences a on a.id = s.audience_id
    where s.org_id = ${ctx.orgId} and s.contact_id = ${input.id}
      ${place ? sql`and (s.entered_at, s.id) < (${place.at}::timestamptz, ${place.id}::bigint)` : sql``}
    order by s.entered_at desc, s.id desc limit ${input.limit + 1}`);
  const shown = rows.slice(0, input.limit);
  const cause = await nameCauses(
    ctx,
    shown.flatMap((row) => [row.entered_by, row.left_by]),
  );
  const last = shown.at(-1);
  return {
    data: shown.map((row) => ({
      audience: { id: encodeId('audience', row.audience_id), name: row.name, kind: row.kind },
      entered_at: iso(row.entered),
      entered_by: cause(row.entered_by),
      left_at: row.left_at === null ? null : iso(row.left_at),
      left_by: row.left_by === null ? null : cause(row.left_by),
    })),
    next_cursor: rows.length > input.limit && last ? toCursor({ at: iso(last.entered), id: last.id }) : null,
  };
}

const iso = (ms: number) => new Date(ms).toISOString();
