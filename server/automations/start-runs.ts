import { type SQL, sql } from 'drizzle-orm';
import { durationMs } from '@/contracts/duration';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { AUTOMATION_RUN } from '@/server/jobs/events';
import type { Version } from './load-version';
import { unlessBroken } from './unless-broken';

/** Automations that one change may set off in a row. Longer chains are loops (tag → segment → automation → tag …). */
const MOST_CHAINED = 10;
/** Entries of one contact in an hour, when nothing says that automations caused them. */
const MOST_AN_HOUR = 200;

/** One reason to run: `key` is unique to it, so that it starts one run however often it comes. */
export type Occurrence = { contactId: string; key: string; trigger: { type: string; [more: string]: unknown }; chain: number };
type Started = { id: string; contactId: string; status: 'active' | 'failed' };

/**
 * Starts runs in the caller's transaction, set-based: for each occurrence whose contact exists, matches the entry filter and may enter by
 * the rules of re-entry. The row of (automation, contact) is locked while that is decided, so two at once are decided one after the other.
 * Where the entry filter can no longer be evaluated nobody starts, and the automation is paused.
 */
export async function startRuns(ctx: Ctx, version: Version, occurrences: readonly Occurrence[]): Promise<Started[]> {
  if (!occurrences.length) return [];
  const { filter } = version.definition.entry;
  if (!filter) return startAll(ctx, version, sql`true`, occurrences);
  // in a savepoint: what the database refuses, too, is undone for this automation alone
  const apart = () =>
    ctx.db.transaction(async (tx) => {
      const inside = { ...ctx, db: tx as unknown as Ctx['db'] };
      return startAll(inside, version, await filterWhere(inside, readFilter(filter).filter), occurrences);
    });
  return (await unlessBroken(ctx, version.automationId, 'entry filter', apart)) ?? [];
}

async function startAll(ctx: Ctx, version: Version, may: SQL, occurrences: readonly Occurrence[]): Promise<Started[]> {
  const started: Started[] = [];
  // one row cannot be decided twice in a statement: a contact's second occurrence waits for the next round
  for (let rest = [...occurrences]; rest.length; ) {
    const taken = new Set<string>();
    const round = rest.filter(({ contactId }) => !taken.has(contactId) && taken.add(contactId));
    const now = new Set(round);
    rest = rest.filter((one) => !now.has(one));
    started.push(...(await startRound(ctx, version, may, round)));
  }
  const loops = started.filter((run) => run.status === 'failed');
  if (loops.length) await refuseLoops(ctx, version, loops);
  return started;
}

async function startRound(ctx: Ctx, { id, automationId, definition }: Version, may: SQL, round: Occurrence[]): Promise<Started[]> {
  const { entry, steps } = definition;
  const asked = JSON.stringify(round.map((o) => ({ contact_id: o.contactId, key: o.key, trigger: o.trigger, chain: o.chain })));
  const now = sql`${ctx.now.toISOString()}::timestamptz`;
  const tooMany = sql`x.chain > ${MOST_CHAINED}::int or p.recent > ${MOST_AN_HOUR}::int`;
  const rows = await ctx.db.execute<{ id: string; contact_id: string; status: Started['status'] }>(sql`
    with asked as (
      select * from jsonb_to_recordset(${asked}::jsonb) as x(contact_id uuid, key text, trigger jsonb, chain int)
    ),
    eligible as (
      select a.* from asked a join contacts c on c.org_id = ${ctx.orgId}::uuid and c.id = a.contact_id
      where (${may})
        and not exists (select from automation_runs r where r.automation_id = ${automationId}::uuid and r.dedupe_key = a.key)
      order by a.contact_id
    ),
    entered as (
      insert into automation_entries as e (org_id, automation_id, contact_id, entries, active, last_entered_at, recent, recent_since)
      select ${ctx.orgId}::uuid, ${automationId}::uuid, contact_id, 1, 1, ${now}, 1, ${now} from eligible
      on conflict (automation_id, contact_id) do update
        set entries = e.entries + 1, active = e.active + 1, last_entered_at = excluded.last_entered_at,
            recent = case when e.recent_since > ${now} - interval '1 hour' then e.recent + 1 else 1 end,
            recent_since = case when e.recent_since > ${now} - interval '1 hour' then e.recent_since else ${now} end
        where ${mayAgain(entry, now)}
      returning contact_id, entries, recent
    ),
    started as (
      insert into automation_runs (org_id, automation_id, version_id, contact_id, entry, trigger, dedupe_key, chain,
                                   status, reason, error, step_id, due_at, started_at, ended_at)
      select ${ctx.orgId}::uuid, ${automationId}::uuid, ${id}::uuid, p.contact_id, p.entries, x.trigger, x.key, x.chain,
             case when ${tooMany} then 'failed' else 'active' end,
             case when ${tooMany} then 'loop' end,
             case when x.chain > ${MOST_CHAINED}::int then ${`more than ${MOST_CHAINED} automations set each other off in a row: this is a loop`}
                  when p.recent > ${MOST_AN_HOUR}::int then ${`entered more than ${MOST_AN_HOUR} times within an hour: this looks like a loop`} end,
             case when ${tooMany} then null else ${steps[0]?.id ?? null}::text end,
             case when ${tooMany} then null else ${now} end,
             ${now},
             case when ${tooMany} then ${now} end
      from entered p join eligible x using (contact_id)
      returning id, contact_id, status
    ),
    told as (
      insert into outbox (event_id, name, data)
      select 'automation-run-' || id || '-0', ${AUTOMATION_RUN}, jsonb_build_object('org_id', ${ctx.orgId}::text, 'run_id', id, 'epoch', 0)
      from started where status = 'active'
    )
    select id, contact_id, status from started`);
  return rows.map((row) => ({ id: row.id, contactId: row.contact_id, status: row.status }));
}

function mayAgain(entry: Version['definition']['entry'], now: SQL): SQL {
  if (entry.reentry === 'once') return sql`false`;
  const gap =
    entry.min_gap === undefined
      ? sql`true`
      : sql`e.last_entered_at <= ${now} - ${durationMs(entry.min_gap)}::float8 * interval '1 millisecond'`;
  return entry.reentry === 'one_at_a_time' ? sql`e.active = 0 and ${gap}` : gap;
}

/** They count as ended, and the owner is told at the automation itself. */
async function refuseLoops(ctx: Ctx, { automationId }: Version, loops: Started[]): Promise<void> {
  const people = JSON.stringify(loops.map((run) => run.contactId));
  await ctx.db.execute(sql`
    update automation_entries set active = greatest(active - 1, 0)
    where automation_id = ${automationId}::uuid and contact_id in (select p::uuid from jsonb_array_elements_text(${people}::jsonb) p)`);
  await ctx.db.execute(sql`
    update automations set problem = 'A loop was stopped: steps of automations keep triggering this one for the same contact. Look at its failed runs.'
    where id = ${automationId}::uuid and problem is null`);
}
