import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import type { Watched } from './watched';

/** `left`: to be evaluated whole in the next round. */
type Seen = { watched: Watched[]; evaluated: Watched[]; left: Watched[] };

/**
 * Records what became of each watched audience. A broken one keeps its stays. What the database refused keeps its definition, so that it is
 * not tried again at every change; what cannot be compiled is looked at each round, which costs nothing.
 */
export async function keepStates(ctx: Ctx, { watched, evaluated, left }: Seen): Promise<void> {
  const at = ctx.now.toISOString();
  for (const one of watched) {
    const { error } = one;
    if (error !== undefined && (one.refused || one.state !== 'broken' || one.storedError !== error)) {
      const definition = one.refused ? JSON.stringify(one.definition) : null;
      await ctx.db.execute(sql`
        update watched_audiences set state = 'broken', error = ${error}, definition = ${definition}, evaluated_at = ${at}
        where audience_id = ${one.id}`);
    }
  }
  for (const one of left) {
    await ctx.db.execute(sql`
      update watched_audiences set state = 'stale', error = null, stale_cause = ${one.staleCause} where audience_id = ${one.id} and state <> 'stale'`);
  }
  for (const one of evaluated) {
    if (one.error !== undefined) continue;
    await ctx.db.execute(sql`
      update watched_audiences
      set state = 'live', error = null, stale_cause = null, definition = ${JSON.stringify(one.definition)}, evaluated_at = ${at}
      where audience_id = ${one.id}`);
    if (one.fresh)
      await ctx.db.execute(sql`insert into watch_periods (org_id, audience_id, began_at) values (${ctx.orgId}, ${one.id}, ${at})`);
  }
}
