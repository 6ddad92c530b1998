import { sql } from 'drizzle-orm';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { refusedState } from '@/server/db/refused';
import { isRelative } from './crossings';
import { takeDue } from './due';
import { type Causes, type Evaluable, evaluateAudience, evaluateContacts } from './evaluate';
import { keepStates } from './keep-states';
import { lookAhead } from './look-ahead';
import { type Change, type Listener, sliceSize } from './on-change';
import { readChanges } from './read-changes';
import { type Reader, takeReader } from './reader';
import { loadWatched, type Watched } from './watched';

/**
 * `busy`: another follower is at it. Else how many changes were written, how many contacts looked at for them, and whether audiences are left
 * to be evaluated whole.
 */
export type Round = 'busy' | { changes: number; looked: number; more: boolean };

type Task = { tx: Executor; orgId: OrgId; now: Date; listeners: readonly Listener[]; apart: boolean };

/** Contacts per statement: it holds these times the watched audiences in memory. */
const contactsAtOnce = 2_000;
/** Milliseconds that one statement of an evaluation may take. */
const evaluateMs = 60_000;
/** After so long no further audience is evaluated whole in a round: the others must not wait for it. */
const wholeMs = 1_500;

/** See followOrganization; `tx` is its transaction. `apart`: each audience is evaluated in a savepoint of its own, and breaks alone. */
export async function round({ tx, orgId, now, listeners, apart }: Task): Promise<Round> {
  const reader = await takeReader(tx, orgId);
  if (reader === null || reader === 'busy') return reader ?? { changes: 0, looked: 0, more: false };
  const at = new Date(Math.max(now.getTime(), reader.followedAt ?? 0));
  const ctx: Ctx = { orgId, actor: { type: 'job', id: 'membership' }, db: tx, now: at, requestId: newRequestId() };
  await tx.execute(sql.raw(`select set_config('statement_timeout', '${evaluateMs}', true), set_config('work_mem', '64MB', true)`));
  const watched = await loadWatched(ctx);
  const changed: Causes = watched.length ? await readChanges(ctx, reader.snapshot) : new Map();
  const due = await takeDue(ctx);
  if (reader.reset || reader.overslept(at)) forgetPlace(watched, reader, at);

  const told = tell(ctx, listeners);
  const evaluated: Watched[] = [];
  const left: Watched[] = [];
  const until = performance.now() + wholeMs;
  for (const one of watched.filter((w) => w.where && w.staleCause !== null)) {
    if (evaluated.length && performance.now() > until) {
      left.push(one);
      continue;
    }
    evaluated.push(one);
    await told.add(await attempt(ctx, one, apart, (inTx, it) => evaluateAudience(inTx, it, one.staleCause ?? 'watch')));
  }
  const live = watched.filter((one) => one.where && one.staleCause === null);
  const asked: Causes = new Map([...due.map(({ contact_id }) => [contact_id, 'time'] as const), ...changed]);
  for (const slice of slices(asked)) {
    if (!apart) await told.add(await evaluateContacts(ctx, live as Evaluable[], slice));
    else for (const one of live) await told.add(await attempt(ctx, one, true, (inTx, it) => evaluateContacts(inTx, [it], slice)));
  }
  await told.rest();
  await keepStates(ctx, { watched, evaluated, left });
  const dueUntil = await lookAhead(ctx, reader, { watched, evaluated, due, changed: [...changed.keys()] });
  await reader.keep(ctx, dueUntil);
  return { changes: told.count(), looked: asked.size, more: left.length > 0 };
}

/** Where the log cannot say who is to be looked at, everybody is. */
function forgetPlace(watched: Watched[], reader: Reader, at: Date): void {
  for (const one of watched) {
    if (reader.reset) one.staleCause ??= 'reset';
    else if (reader.overslept(at) && one.filters.some(isRelative)) one.staleCause ??= 'time';
  }
}

type Work = (ctx: Ctx, one: Evaluable) => Promise<Change[]>;

/** The work for one audience. Apart, what the database refuses leaves it broken, with its stays as they were before this work. */
async function attempt(ctx: Ctx, one: Watched, apart: boolean, work: Work): Promise<Change[]> {
  const { where } = one;
  if (!where) return [];
  if (!apart) return work(ctx, { ...one, where });
  try {
    return await ctx.db.transaction((savepoint) => work({ ...ctx, db: savepoint as unknown as Executor }, { ...one, where }));
  } catch (error) {
    const state = refusedState(error);
    if (state === null) throw error;
    one.error =
      state === '57014' ? `The filter took longer than ${evaluateMs / 1000} s to answer.` : `The database refuses the filter (${state}).`;
    one.refused = true;
    delete one.where;
    return [];
  }
}

/** Passes changes on in slices of at most `sliceSize`, so that a listener need not. */
function tell(ctx: Ctx, listeners: readonly Listener[]) {
  let held: Change[] = [];
  let count = 0;
  const pass = async (least: number) => {
    while (held.length >= least && held.length) {
      const slice = held.slice(0, sliceSize);
      held = held.slice(sliceSize);
      for (const listener of listeners) await listener(ctx, slice);
    }
  };
  return {
    async add(changes: Change[]) {
      count += changes.length;
      held = held.length ? [...held, ...changes] : changes;
      await pass(sliceSize);
    },
    rest: () => pass(1),
    count: () => count,
  };
}

function* slices(causes: Causes): Generator<Causes> {
  const all = [...causes];
  for (let i = 0; i < all.length; i += contactsAtOnce) yield new Map(all.slice(i, i + contactsAtOnce));
}
