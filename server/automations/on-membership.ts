import { inArray, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { automations } from '@/server/db/schema/automations';
import { chainOf } from './chain-of';
import { endRuns } from './end-run';
import { liveAutomations } from './live-automations';
import { loadVersion } from './load-version';
import { startRuns } from './start-runs';

/** As server/membership/on-change.ts declares it. Ids are uuids. */
type MembershipChange = { audienceId: string; contactId: string; kind: 'entered' | 'left'; at: Date; cause: string };

const kinds = { enters: 'entered', leaves: 'left' } as const;

/** Starts and ends what these changes set off, in the transaction that writes the stays: each change comes here exactly once. */
export async function onMembership(tx: Ctx, changes: MembershipChange[]): Promise<void> {
  if (!changes.length) return;
  const audiences = [...new Set(changes.map((change) => change.audienceId))];
  const triggered = await liveAutomations(tx, inArray(automations.triggerAudienceId, audiences));
  if (triggered.length) {
    const chain = await chainOf(
      tx,
      changes.map((change) => change.cause),
    );
    for (const version of triggered) {
      const { trigger } = version.definition;
      if (trigger.type !== 'audience') continue;
      const mine = changes.filter(
        (change) => encodeId('audience', change.audienceId) === trigger.audience_id && change.kind === kinds[trigger.on],
      );
      const occurrences = mine.map((change) => ({
        contactId: change.contactId,
        key: `${change.kind}:${change.audienceId}:${change.contactId}:${change.at.toISOString()}`,
        trigger: { type: 'audience', data: { audience_id: trigger.audience_id, change: change.kind, at: change.at.toISOString() } },
        chain: chain(change.cause),
      }));
      await startRuns(tx, version, occurrences);
    }
  }
  const left = changes.filter((change) => change.kind === 'left');
  if (left.length) await endThoseWhoLeft(tx, left);
}

/** Whose exit rule names the audience they left: at once, not only before the next step. */
async function endThoseWhoLeft(tx: Ctx, left: MembershipChange[]): Promise<void> {
  const pairs = JSON.stringify(left.map((change) => ({ audience_id: change.audienceId, contact_id: change.contactId })));
  const runs = await tx.db.execute<{ id: string; version_id: string; audience_id: string }>(sql`
    select r.id, r.version_id, x.audience_id
    from jsonb_to_recordset(${pairs}::jsonb) as x(audience_id uuid, contact_id uuid)
    join audience_watches w on w.org_id = ${tx.orgId}::uuid and w.audience_id = x.audience_id and w.watcher like 'automation:%'
    join automation_runs r on r.org_id = ${tx.orgId}::uuid and r.contact_id = x.contact_id and r.status = 'active'
                          and r.automation_id = substr(w.watcher, 12)::uuid`);
  const over: string[] = [];
  for (const run of runs) {
    const { exit } = (await loadVersion(tx, run.version_id)).definition;
    if (exit.leaves_audience === encodeId('audience', run.audience_id)) over.push(run.id);
  }
  await endRuns(tx, over, { status: 'exited', reason: 'left_audience' });
}
