import type { Ctx } from '@/server/context';

/**
 * Somebody entered or left a watched audience. Ids are uuids; `at` is the moment of the evaluation that saw it, equal for all changes of one
 * round and never before an earlier one. `cause`: see contracts/membership.ts.
 */
export type Change = { audienceId: string; contactId: string; kind: 'entered' | 'left'; at: Date; cause: string };

/**
 * What hears of changes: called in the transaction that writes them (`tx.db`), in slices of at most `sliceSize`, so exactly once for each
 * committed change. What it throws undoes the round, which is then tried again: no effects outside the database.
 */
export type Listener = (tx: Ctx, changes: Change[]) => Promise<void>;

export const sliceSize = 5_000;
