import { type SQL, sql } from 'drizzle-orm';
import type { Filter } from '@/filter/ast';
import type { Ctx } from '@/server/context';
import { movedByTime } from './crossings';
import { lengthOf, parts, type Span } from './span';

/*
 * Relative dates without a look at everybody each second: once an hour everybody is asked whether time may move them within the next
 * hour; those few are asked again in spans eight times shorter, four times in all, until the span is a second. While a span lasts they are
 * evaluated in every round.
 */

const shortMs = 1_000;
const divisions = 8;

export type Due = { contact_id: string; until: number };

/** Takes who is due out of the table: everybody here is to be evaluated at `ctx.now`. `until` in epoch milliseconds. */
export async function takeDue(ctx: Ctx): Promise<Due[]> {
  return ctx.db.execute<Due>(sql`
    delete from membership_due where org_id = ${ctx.orgId} and due_at <= ${ctx.now.toISOString()}
    returning contact_id, (extract(epoch from until) * 1000)::float8 as until`);
}

/** Puts back those who may still move after `ctx.now`, each into the shorter spans in which they may. */
export async function divideDue(ctx: Ctx, taken: Due[], filters: Filter[]): Promise<void> {
  const spans = new Map<number, string[]>();
  for (const { contact_id, until } of taken) {
    if (until <= ctx.now.getTime()) continue;
    const ids = spans.get(until) ?? [];
    spans.set(until, ids);
    ids.push(contact_id);
  }
  for (const [until, ids] of spans) await putDivided(ctx, ids, { from: ctx.now, to: new Date(until) }, filters);
}

async function putDivided(ctx: Ctx, ids: string[], span: Span, filters: Filter[]): Promise<void> {
  const pieces = lengthOf(span) <= shortMs ? [span] : parts(span, divisions);
  const rows = pieces.flatMap((piece) => {
    const moved = movedByTime(filters, piece);
    if (!moved) return [];
    return [sql`(${piece.from.toISOString()}::timestamptz, ${piece.to.toISOString()}::timestamptz, (${moved}) is true)`];
  });
  if (!rows.length) return;
  await put(
    ctx,
    sql`
    select ${ctx.orgId}::uuid, c.id, v.due_at, v.until
    from (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid as id) d join contacts c on c.org_id = ${ctx.orgId} and c.id = d.id
    cross join lateral (values ${sql.join(rows, sql`, `)}) as v(due_at, until, moved)
    where v.moved`,
  );
}

/** Notes whom time may move within the span: everybody, or among `ids`. */
export async function noteDue(ctx: Ctx, filters: Filter[], span: Span, ids?: string[]): Promise<void> {
  const moved = lengthOf(span) > 0 ? movedByTime(filters, span) : null;
  if (!moved) return;
  const among = ids ? sql`c.id in (select jsonb_array_elements_text(${JSON.stringify(ids)}::text::jsonb)::uuid)` : sql`true`;
  await put(
    ctx,
    sql`
    select ${ctx.orgId}::uuid, c.id, ${span.from.toISOString()}::timestamptz, ${span.to.toISOString()}::timestamptz
    from contacts c where c.org_id = ${ctx.orgId} and ${among} and (${moved})`,
  );
}

const put = (ctx: Ctx, rows: SQL) =>
  ctx.db.execute(sql`
    insert into membership_due as d (org_id, contact_id, due_at, until) ${rows}
    on conflict (org_id, due_at, contact_id) do update set until = greatest(d.until, excluded.until)`);
