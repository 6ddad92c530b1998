import type { OrgId } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { dueOrganizations } from '@/server/membership/due-organizations';
import { followOrganization } from '@/server/membership/follow';
import type { Listener } from '@/server/membership/on-change';
import { pruneChanges } from '@/server/membership/prune-changes';
import { membershipListeners } from './membership-listeners';

/** Dates that come due are looked for this often; everything else is told by the database at commit. */
const POLL_MS = 1_000;
/** Everybody who watches is followed this often without being told: a notification is only a hint. */
const ALL_EVERY = 15;
const PRUNE_EVERY = 600;
/** Rest between two rounds of one organization: what commits meanwhile shares the next one. */
const REST_MS = 100;
const MOST_REST_MS = 300;
const AT_ONCE = 2;

export type Follower = { stop(): Promise<void> };

type Log = (message: string, detail?: unknown) => void;

/** Follows the membership of all watched audiences, beside the relay. Any number of processes may. */
export async function startFollower(
  databaseUrl: string,
  log: Log,
  listeners: readonly Listener[] = membershipListeners,
): Promise<Follower> {
  const db = openDatabase(databaseUrl, { max: AT_ONCE + 2, name: 'muster follower' });
  const wanted = new Set<string>();
  const running = new Map<string, Promise<void>>();
  /** Until when an organization rests, in epoch milliseconds. */
  const rest = new Map<string, number>();
  const waiting = new Set<string>();
  let stopped = false;
  let ticks = 0;

  const want = (id: string) => {
    wanted.add(id);
    begin();
  };

  /** Starts what is wanted and rested, as far as there is room; what rests comes back when it is rested. */
  function begin(): void {
    for (const id of wanted) {
      if (stopped || running.size >= AT_ONCE) return;
      if (running.has(id) || waiting.has(id)) continue;
      const wait = (rest.get(id) ?? 0) - Date.now();
      if (wait > 0) {
        waiting.add(id);
        setTimeout(() => {
          waiting.delete(id);
          begin();
        }, wait);
        continue;
      }
      wanted.delete(id);
      const round = follow(id).finally(() => {
        running.delete(id);
        begin();
      });
      running.set(id, round);
    }
  }

  async function follow(id: string): Promise<void> {
    const begun = Date.now();
    try {
      const round = await followOrganization(db, id as OrgId, { listeners });
      const done = Date.now();
      // As long as the round took, up to a limit: half of the time is left for what the changes are made by.
      rest.set(id, done + Math.min(MOST_REST_MS, Math.max(REST_MS, done - begun)));
      if (round === 'busy' || round.more) want(id);
    } catch (error) {
      log(`the membership of ${id} could not be followed, trying again`, error);
      rest.set(id, Date.now() + 2_000);
      want(id);
    }
  }

  async function tick(): Promise<void> {
    const all = ticks % ALL_EVERY === 0;
    const prune = ticks % PRUNE_EVERY === PRUNE_EVERY - 1;
    ticks++;
    for (const id of await dueOrganizations(db, new Date(), all)) want(id);
    if (prune) await pruneChanges(db);
  }

  const listening = await db.$client.listen('contact_changes', want);
  let ticking = Promise.resolve();
  const timer = setInterval(() => {
    ticking = ticking
      .then(() => (stopped ? undefined : tick()))
      .catch((error) => log('what is due could not be read, trying again', error));
  }, POLL_MS);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await ticking;
      await Promise.all(running.values());
      await listening.unlisten();
      await db.$client.end({ timeout: 5 });
    },
  };
}
