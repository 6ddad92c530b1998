import { and, eq, inArray, sql } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import { automationEvents } from '@/server/db/schema/automations';
import { audiences } from '@/server/db/schema/contacts';
import { audienceWatches } from '@/server/db/schema/membership';
import { unwatchAudience, watchAudience } from '@/server/membership/watch-audience';
import { loadVersion, type Version } from './load-version';
import { eventNames, watchedBy } from './trigger-columns';

/**
 * Makes what is listened to what an automation needs: its current version's trigger and exit rules, and those of versions with people
 * under way. In the caller's transaction, which holds the automation's row. @param current null: nobody enters any more
 */
export async function listen(tx: TxCtx, automationId: string, current: Version | null): Promise<void> {
  const versions = [...(current ? [current] : []), ...(await versionsUnderWay(tx, automationId))];
  const events = new Set(versions.flatMap((version) => eventNames(version.definition)));
  await tx.db.delete(automationEvents).where(and(eq(automationEvents.orgId, tx.orgId), eq(automationEvents.automationId, automationId)));
  if (events.size) await tx.db.insert(automationEvents).values([...events].map((event) => ({ orgId: tx.orgId, event, automationId })));
  await watch(tx, automationId, new Set(versions.flatMap((version) => watchedBy(version.definition))));
}

async function versionsUnderWay(tx: TxCtx, automationId: string): Promise<Version[]> {
  const rows = await tx.db.execute<{ version_id: string }>(sql`
    select distinct version_id from automation_runs where automation_id = ${automationId} and status = 'active'`);
  return Promise.all(rows.map((row) => loadVersion(tx, row.version_id)));
}

async function watch(tx: TxCtx, automationId: string, wanted: Set<string>): Promise<void> {
  const watcher = `automation:${automationId}`;
  const rows = await tx.db
    .select({ audienceId: audienceWatches.audienceId })
    .from(audienceWatches)
    .where(and(eq(audienceWatches.orgId, tx.orgId), eq(audienceWatches.watcher, watcher)));
  const watched = new Set(rows.map((row) => row.audienceId));
  const missing = [...wanted].filter((id) => !watched.has(id));
  // what an earlier version names may be gone: whoever is under way there has other rules to go by, or waits for them
  const found = missing.length
    ? await tx.db
        .select({ id: audiences.id })
        .from(audiences)
        .where(and(eq(audiences.orgId, tx.orgId), inArray(audiences.id, missing)))
    : [];
  // in one order, so that two automations do not wait for each other
  for (const id of found.map((row) => row.id).sort()) await watchAudience(tx, id, watcher);
  for (const id of [...watched].sort()) if (!wanted.has(id)) await unwatchAudience(tx, id, watcher);
}
