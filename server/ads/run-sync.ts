import { and, eq, inArray, sql } from 'drizzle-orm';
import { newRequestId, type OrgId } from '@/server/context';
import { adAccounts, adSyncs } from '@/server/db/schema/ads';
import { crashpoint } from '@/server/sends/crashpoint';
import { AdsError, passes } from './ads-error';
import type { AdsWorld } from './ads-world';
import { askBatches } from './ask-batches';
import { claimBatch } from './claim-batch';
import { countWaiting } from './count-waiting';
import { drainTouched } from './drain-touched';
import { findAdAudience } from './find';
import { failSync, finishSync } from './finish-sync';
import { taken } from './platforms/platform';
import { prepareSync } from './prepare-sync';
import { recordPushed } from './record-batch';
import { sessionOf } from './session';
import { withAccount } from './with-account';

/** How long one step works before it says when to go on, in ms: progress is durable after each request anyway. */
const STEP_MS = 3_000;
/** Failures in a row that may pass, before the sync gives up; the pauses double from a second to five minutes: some 25 minutes in all. */
const TRIES = 12;
/** How long a finished upload waits for the platform to confirm it; the sweep goes on asking after that. */
const CONFIRM_MS = 10 * 60_000;

/** When to go on (ISO), or null when the sync is over, whoever ended it. */
export type Round = { next: string | null };
const soon = (ms: number): Round => ({ next: new Date(Date.now() + ms).toISOString() });

/**
 * Works on a sync for a few seconds: prepares it, hands batch after batch to the platform and writes down what became of each. It may end
 * anywhere and be run again: a batch without an answer is sent once more, and whoever the platform has already stays there once.
 */
export async function runSync(world: AdsWorld, { orgId, syncId }: { orgId: OrgId; syncId: string }): Promise<Round> {
  const ctx = { orgId, actor: { type: 'job' as const, id: `ad-sync-${syncId}` }, db: world.db, now: new Date(), requestId: newRequestId() };
  const until = Date.now() + STEP_MS;
  for (;;) {
    const [sync] = await world.db
      .select()
      .from(adSyncs)
      .where(and(eq(adSyncs.orgId, orgId), eq(adSyncs.id, syncId), inArray(adSyncs.status, ['running', 'waiting'])));
    if (!sync) return { next: null };
    const { adAudience, account } = await findAdAudience(ctx, sync.adAudienceId);
    const limited = account.limitedUntil;
    if (limited && limited.getTime() > Date.now()) return { next: limited.toISOString() };
    const scope = { ...ctx, now: new Date(), sync, adAudience, account };
    try {
      if (!sync.preparedAt) {
        if (!(await prepareSync(scope, world.patienceMs))) return soon(500);
        crashpoint('ads.prepared');
        continue;
      }
      if (await drainTouched(scope, adAudience, account, sync.kind === 'empty')) await countWaiting(world.db, sync.id, adAudience.id);
      const claimed = await claimBatch(scope);
      if (claimed) {
        crashpoint('ads.claimed');
        const { op, seq } = claimed.batch;
        // Whose every key somebody else still needs there has nothing to be removed by.
        const named = claimed.members.filter(({ keys }) => keys.email || keys.phone);
        const members = [...named, ...claimed.members.filter(({ keys }) => !keys.email && !keys.phone)];
        const pushed = !named.length
          ? taken()
          : await withAccount(world.db, world.ads, account, (c, platform) =>
              platform.push(c, {
                externalId: adAudience.externalId ?? '',
                op,
                seq,
                people: named.map((member) => member.keys),
                consent: adAudience.consent,
                session: sessionOf(sync.id),
              }),
            );
        crashpoint('ads.pushed');
        await recordPushed(scope, { ...claimed, members }, pushed);
        crashpoint('ads.recorded');
        await resume(world, sync.id);
      } else {
        const asked = await askBatches(world, scope);
        if (asked === 'none' || (asked !== 'answered' && Date.now() - asked.since > CONFIRM_MS)) {
          if (await finishSync(world, scope)) return { next: null };
        } else if (asked !== 'answered') return { next: asked.at.toISOString() };
      }
    } catch (error) {
      if (!(error instanceof AdsError)) throw error;
      if (!passes(error) || sync.tries >= TRIES) {
        await failSync(world, scope, error);
        return { next: null };
      }
      return wait(world, scope.account.id, sync, error);
    }
    if (Date.now() > until) return soon(0);
  }
}

const resume = async (world: AdsWorld, syncId: string): Promise<void> =>
  void (await world.db
    .update(adSyncs)
    .set({ status: 'running', waitingUntil: null, errorCode: null, errorMessage: null })
    .where(and(eq(adSyncs.id, syncId), eq(adSyncs.status, 'waiting'))));

/** Nothing was lost: the batch stays `sending` and goes out again. A rate limit binds the whole account. */
async function wait(world: AdsWorld, accountId: string, sync: typeof adSyncs.$inferSelect, error: AdsError): Promise<Round> {
  const limited = error.code === 'rate_limited';
  const at = (limited && error.retryAt) || new Date(Date.now() + Math.min(1_000 * 2 ** sync.tries, 300_000));
  if (limited) await world.db.update(adAccounts).set({ limitedUntil: at }).where(eq(adAccounts.id, accountId));
  await world.db
    .update(adSyncs)
    .set({
      status: 'waiting',
      waitingUntil: at,
      requests: sql`requests + 1`,
      // being asked to wait is no failure
      tries: limited ? sync.tries : sync.tries + 1,
      errorCode: error.code,
      errorMessage: error.message,
    })
    .where(and(eq(adSyncs.id, sync.id), inArray(adSyncs.status, ['running', 'waiting'])));
  return { next: at.toISOString() };
}
