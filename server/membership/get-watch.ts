import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Watch } from '@/contracts/membership';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';

type Row = { state: Watch['state']; error: string | null; watchers: string[]; size: number };

/** Whether an audience is followed, for whom, since when, and how many are inside as far as it was. 404 for an unknown one. */
export async function getWatch(ctx: Ctx, id: string): Promise<Watch> {
  await findAudience(ctx, id);
  const [row] = await ctx.db.execute<Row>(sql`
    select w.state, w.error, (select coalesce(json_agg(o.watcher order by o.created_at), '[]') from audience_watches o where o.audience_id = w.audience_id) as watchers,
           (select count(*)::int from audience_stays s where s.audience_id = w.audience_id and s.left_at is null) as size
    from watched_audiences w where w.org_id = ${ctx.orgId} and w.audience_id = ${id}`);
  const periods = await ctx.db.execute<{ began: number; ended: number | null }>(sql`
    select (extract(epoch from began_at) * 1000)::float8 as began, (extract(epoch from ended_at) * 1000)::float8 as ended
    from watch_periods where org_id = ${ctx.orgId} and audience_id = ${id} order by began_at`);
  const watchers = typeof row?.watchers === 'string' ? (JSON.parse(row.watchers) as string[]) : (row?.watchers ?? []);
  return {
    audience_id: encodeId('audience', id),
    watched: row !== undefined,
    history: watchers.includes('history'),
    watchers: watchers.map(publicWatcher),
    state: row?.state ?? null,
    error: row?.error ?? null,
    periods: periods.map((p) => ({
      from: new Date(p.began).toISOString(),
      until: p.ended === null ? null : new Date(p.ended).toISOString(),
    })),
    size: row && row.state !== 'stale' ? row.size : null,
  };
}

/** `automation:<uuid>` with its public id. */
function publicWatcher(watcher: string): string {
  const [kind = '', uuid = ''] = watcher.split(':');
  if (kind === 'automation') return `automation:${encodeId('automation', uuid)}`;
  return kind === 'ads' ? `ads:${encodeId('adAudience', uuid)}` : watcher;
}
