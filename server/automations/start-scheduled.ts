import { and, eq, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { automations } from '@/server/db/schema/automations';
import { currentVersion } from './find-automation';
import type { Version } from './load-version';
import { nextTime } from './next-time';
import { type Occurrence, startRuns } from './start-runs';
import { unlessBroken } from './unless-broken';

const SLICE = 2_000;

/** How a job takes the tenant from a row that names it. */
export type Prove = (orgIdOfRow: string) => OrgId;

/**
 * Starts what is due by schedule: one run for each member of the audience at that moment, in slices. A crash on the way begins the
 * occurrence again; who has entered for it already does not enter twice. Times missed while nothing ran are not made up for one by one.
 * @throws AggregateError when some could not be started, after the others were; they stay due
 */
export async function startScheduled(db: Database, prove: Prove): Promise<{ started: number }> {
  const due = await db.execute<{ id: string; org_id: string; at: string }>(sql`
    select id, org_id, to_char(next_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
    from automations where status = 'active' and next_at <= now() order by next_at limit 100`);
  let started = 0;
  const failed: unknown[] = [];
  for (const row of due) {
    try {
      started += await occurrence(db, { id: row.id, orgId: prove(row.org_id), at: new Date(row.at) });
    } catch (error) {
      failed.push(new Error(`the schedule of automation ${row.id} could not start`, { cause: error }));
    }
  }
  if (failed.length) throw new AggregateError(failed, `${failed.length} of ${due.length} schedules could not start`);
  return { started };
}

async function occurrence(db: Database, due: { id: string; orgId: OrgId; at: Date }): Promise<number> {
  let started = 0;
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const slice = await transact(db, async (tx) => {
      const ctx: Ctx = { orgId: due.orgId, actor: { type: 'job', id: 'schedule' }, db: tx, now: new Date(), requestId: newRequestId() };
      // one at a time, and only while it is still due
      const [row] = await tx
        .select()
        .from(automations)
        .where(and(eq(automations.id, due.id), eq(automations.status, 'active'), eq(automations.nextAt, due.at)))
        .for('no key update');
      if (!row) return null;
      const version = await currentVersion(ctx, row);
      const { trigger } = version.definition;
      if (trigger.type !== 'schedule') return null;
      const found = await unlessBroken(ctx, row.id, "schedule's audience", async () => ({ people: await members(ctx, version, after) }));
      if (!found) return null;
      const { people } = found;
      if (people === null || people.length < SLICE) {
        const problem = people === null ? 'The audience of its schedule is gone.' : row.problem;
        await tx
          .update(automations)
          .set({ nextAt: nextTime(trigger, ctx.now), problem })
          .where(eq(automations.id, row.id));
      }
      const occurrences = (people ?? []).map((contactId): Occurrence => {
        const at = due.at.toISOString();
        return { contactId, key: `schedule:${at}:${contactId}`, trigger: { type: 'schedule', data: { at } }, chain: 0 };
      });
      return { people: people ?? [], started: (await startRuns(ctx, version, occurrences)).length };
    });
    if (!slice) return started;
    started += slice.started;
    const last = slice.people.at(-1);
    if (slice.people.length < SLICE || !last) return started;
    after = last;
  }
}

async function members(ctx: Ctx, { definition: { trigger } }: Version, after: string): Promise<string[] | null> {
  if (trigger.type !== 'schedule') return [];
  const id = decodeId('audience', trigger.audience_id);
  if (!id) return null;
  const audience = await findAudience(ctx, id).catch((error) => {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  });
  if (!audience) return null;
  const where = await audienceWhere(ctx, audience);
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select c.id from contacts c where c.org_id = ${ctx.orgId}::uuid and c.id > ${after}::uuid and (${where}) order by c.id limit ${SLICE}::int`);
  return rows.map((row) => row.id);
}
