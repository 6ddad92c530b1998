import { sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { isRelative } from './crossings';
import { type Due, divideDue, noteDue } from './due';
import type { Reader } from './reader';
import type { Watched } from './watched';

/** From one look at everybody to the next, and how long before its end the next comes. */
const aheadMs = 60 * 60_000;
export const earlyMs = 10 * 60_000;

type Seen = { watched: Watched[]; evaluated: Watched[]; due: Due[]; changed: string[] };

/** Notes whom time may move after this round. Answers until when that is complete, null when time moves nobody. */
export async function lookAhead(ctx: Ctx, reader: Reader, { watched, evaluated, due, changed }: Seen): Promise<Date | null> {
  const filters = watched.flatMap((one) => (one.where ? one.filters : [])).filter(isRelative);
  if (!filters.length) {
    if (reader.dueUntil !== null) await ctx.db.execute(sql`delete from membership_due where org_id = ${ctx.orgId}`);
    return null;
  }
  const now = ctx.now;
  if (reader.dueUntil === null || reader.overslept(now)) {
    const until = later(now, aheadMs);
    await noteDue(ctx, filters, { from: now, to: until });
    return until;
  }
  const until = new Date(reader.dueUntil);
  await divideDue(ctx, due, filters);
  if (changed.length) await noteDue(ctx, filters, { from: now, to: until }, changed);
  const anew = evaluated.flatMap((one) => one.filters).filter(isRelative);
  if (anew.length) await noteDue(ctx, anew, { from: now, to: until });
  if (until.getTime() - now.getTime() > earlyMs) return until;
  const next = later(until, aheadMs);
  await noteDue(ctx, filters, { from: until, to: next });
  return next;
}

const later = (date: Date, ms: number) => new Date(date.getTime() + ms);
