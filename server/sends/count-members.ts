import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { limits } from '@/contracts/limits';
import type { Executor } from '@/server/db/client';
import { membersWhere, type Target } from './recipients';

/** How many members a call is about; with `atMost`, counting stops there (one more than the limit is enough to refuse). */
export async function countMembers(tx: Executor, target: Target, atMost?: number): Promise<number> {
  const [row] = await tx.execute<{ n: number }>(sql`
    select count(*)::int as n
    from (select from contacts c where ${membersWhere(target)} ${atMost === undefined ? sql`` : sql`limit ${atMost}::int`}) m`);
  return row?.n ?? 0;
}

/**
 * Slices that keep each call within the limit. Slices are cut by hash, so their sizes vary: the mean plus five standard
 * deviations must fit (one refusal in millions).
 */
export function slicesFor(members: number): number {
  if (members <= limits.recipientsPerSend) return 1;
  let of = Math.ceil(members / limits.recipientsPerSend);
  while (members / of + 5 * Math.sqrt(members / of) > limits.recipientsPerSend) of++;
  return of;
}

/** @throws AppError audience_too_large, naming how many slices would do; decided before any member is read into a row */
export async function checkSize(tx: Executor, target: Target): Promise<void> {
  if ((await countMembers(tx, target, limits.recipientsPerSend + 1)) <= limits.recipientsPerSend) return;
  const members = await countMembers(tx, { ...target, slice: null });
  const of = slicesFor(members);
  const message = `the audience has ${members} members; one call takes at most ${limits.recipientsPerSend}. Send it as ${of} slices: "slice": {"index": 0, "of": ${of}} and so on`;
  throw new AppError('audience_too_large', message, [
    { path: target.slice ? ['slice', 'of'] : ['slice'], code: 'audience_too_large', message },
  ]);
}
