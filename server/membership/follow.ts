import type { OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { refusedState } from '@/server/db/refused';
import { transact } from '@/server/db/retry';
import type { Listener } from './on-change';
import { type Round, round } from './round';

type FollowOptions = {
  /** The clock; an evaluation is never dated before an earlier one of the organization. */
  now?: Date;
  listeners?: readonly Listener[];
};

/** An audience was deleted or unwatched meanwhile: begin anew. */
const again = ['23503', '23505'];

/**
 * Brings the stays of all watched audiences of the organization up to what is committed now and tells the listeners what
 * changed, in a round of one REPEATABLE READ snapshot (in several while audiences must be evaluated whole). Stays, what listeners write, and how far the log was read commit together, so each change is told
 * once however often a follower dies. Any number may run: the organization's reader row is held, and who finds it held answers `busy`.
 */
export async function followOrganization(db: Database, orgId: OrgId, options: FollowOptions = {}): Promise<Round> {
  const total = { changes: 0, looked: 0, more: false };
  do {
    const one = await oneRound(db, orgId, options);
    if (one === 'busy') return total.more ? total : one;
    total.changes += one.changes;
    total.looked += one.looked;
    total.more = one.more;
  } while (total.more);
  return total;
}

async function oneRound(db: Database, orgId: OrgId, { now = new Date(), listeners = [] }: FollowOptions): Promise<Round> {
  const repeatable = {
    transaction: (work: Parameters<Database['transaction']>[0]) => db.transaction(work, { isolationLevel: 'repeatable read' }),
  } as Pick<Database, 'transaction'>;
  const once = (apart: boolean) => transact(repeatable, (tx) => round({ tx, orgId, now, listeners, apart }), again);
  try {
    return await once(false);
  } catch (error) {
    // A filter that the database stops or cannot run must not keep the others from being followed: apart, each fails alone.
    if (refusedState(error) === null) throw error;
    return once(true);
  }
}
