import { type SQL, sql } from 'drizzle-orm';
import { breakdownQuery, overviewQuery, reportDimensions, seriesQuery } from '@/contracts/report';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { rebuildTotals } from '@/server/reports/rebuild-totals';
import { reportBreakdown } from '@/server/reports/report-breakdown';
import { reportOverview } from '@/server/reports/report-overview';
import { reportSeries } from '@/server/reports/report-series';
import { reportVariants } from '@/server/reports/report-variants';
import { rollUp } from '@/server/reports/roll-up';
import { type BenchContext, median, type Row, round, timed } from './harness';

const events = Number(process.env.REPORT_EVENTS ?? 5_000_000);
const sendCount = 200;
const audienceCount = 20;
const perSend = Math.round(events / sendCount / 2.5);
const rounds = 7;
const batches = 20;
const batch = 500;

export const name = `Reports over ${events} message events of ${sendCount} sends in a year, with a minute's events at 1,000 a second still to be folded`;

/** `REPORT_EVENTS=200000 npm run bench -- report` while developing. */
export async function run({ databaseUrl }: BenchContext): Promise<Row[]> {
  const db = openDatabase(databaseUrl, { max: 2, name: 'bench' });
  try {
    const ctx = await organization(db);
    await history(db, ctx);
    const rebuilt = await timed(() =>
      db.transaction((tx) => rebuildTotals({ orgId: ctx.orgId, db: tx as unknown as Ctx['db'] }), { isolationLevel: 'repeatable read' }),
    );
    const intake = await recordBatches(db, ctx);
    await waiting(db, ctx);
    await db.execute(sql`vacuum analyze report_days`);
    await db.execute(sql`vacuum analyze report_deltas`);
    const rows: Row[] = [];
    const to = ctx.now.toISOString().slice(0, 10);
    const year = { from: new Date(ctx.now.getTime() - 364 * 86_400_000).toISOString().slice(0, 10), to };
    const send = await oneSend(db);
    const reports: [string, () => Promise<unknown>][] = [
      ['totals of a year', () => reportOverview(ctx, overviewQuery.parse(year))],
      ['totals of 30 days', () => reportOverview(ctx, overviewQuery.parse({}))],
      ['over time, a year by day', () => reportSeries(ctx, seriesQuery.parse({ ...year, basis: 'event' }))],
      ...reportDimensions.map((by): [string, () => Promise<unknown>] => [
        `by ${by}, a year`,
        () => reportBreakdown(ctx, by, breakdownQuery.parse(year)),
      ]),
      ['variants of one send', () => reportVariants(ctx, send)],
    ];
    for (const [what, read] of reports) {
      const times: number[] = [];
      for (let i = 0; i < rounds; i++) times.push(await timed(read));
      const worst = Math.max(...times);
      rows.push({ what: `${what}, slowest of ${rounds}`, value: round(worst), unit: 'ms', limit: 1_000, ok: worst <= 1_000 });
      rows.push({ what: `${what}, median`, value: round(median(times)), unit: 'ms' });
    }
    const [pending] = await db.execute<{ n: number }>(sql`select count(*)::int as n from report_deltas`);
    const fold = await timed(() => foldDeltas(db, -1_000));
    rows.push({ what: 'roll-up of an event at intake, in batches of 500', value: round((intake / batches / batch) * 1000), unit: 'µs' });
    rows.push({ what: `fold of ${pending?.n} waiting rows`, value: round(fold), unit: 'ms' });
    rows.push({ what: 'all totals built again from the ledger', value: round(rebuilt / 1000, 1), unit: 's' });
    return rows;
  } finally {
    await db.$client.end({ timeout: 5 });
  }
}

async function organization(db: Database): Promise<Ctx> {
  const [org] = await db.execute<{ id: string }>(sql`insert into organizations (name, slug) values ('Bench', 'bench') returning id`);
  if (!org) throw new Error('no organization');
  const actor = { type: 'job', id: 'bench' } as const;
  return { orgId: org.id as OrgId, actor, db, now: new Date(), requestId: newRequestId() };
}

const oneSend = async (db: Database) => {
  const [row] = await db.execute<{ id: string }>(sql`select id from sends order by id limit 1`);
  if (!row) throw new Error('no send');
  return row.id;
};

/** The ledger as a year would leave it, in bulk: without foreign keys, and without the indexes that no report reads. */
async function history(db: Database, { orgId, now }: Ctx): Promise<void> {
  const at = sql`${now.toISOString()}::timestamptz`;
  await db.transaction(async (tx) => {
    const keys = await tx.execute<{ tab: string; name: string }>(sql`
      select conrelid::regclass::text as tab, conname as name from pg_constraint
      where contype = 'f' and conrelid in ('messages'::regclass, 'message_events'::regclass)`);
    for (const { tab, name } of keys) await tx.execute(sql`alter table ${sql.identifier(tab)} drop constraint ${sql.identifier(name)}`);
    await tx.execute(sql`alter table message_events drop constraint message_events_dedupe`);
    for (const index of ['message_events_contact', 'message_events_message', 'messages_contact', 'messages_open_address'])
      await tx.execute(sql`drop index if exists ${sql.identifier(index)}`);
    await tx.execute(sql`
      with t as (insert into templates (org_id, slug, name, version) values (${orgId}, 't', 'Newsletter', 1) returning id)
      insert into template_versions (org_id, template_id, version, source, subject, html, text, sms)
      select ${orgId}, id, 1, '{}', 's', 'h', 't', 's' from t`);
    await tx.execute(sql`
      insert into audiences (org_id, name, slug) select ${orgId}, 'Audience ' || i, 'audience-' || i from generate_series(1, ${audienceCount}::int) i`);
    await tx.execute(sql`
      insert into campaigns (org_id, name, created_by) select ${orgId}, 'Campaign ' || i, 'bench' from generate_series(1, 40) i`);
    await tx.execute(sql`
      insert into sends (org_id, audience_id, audience_name, origin, channel, status, from_address, template_version_id, subject_variants,
                         variables, ramp_minutes, starts_at, ends_at, total, created_by)
      select ${orgId}, (array(select id from audiences))[1 + i % ${audienceCount}::int], 'Audience', 'campaign:' || (array(select id from campaigns))[1 + i % 40],
             'email', 'finished', 'a@example.com', v.id, '{One,Two}', '{}', 0, s.at, s.at, ${perSend}, 'bench'
      from generate_series(0, ${sendCount - 1}::int) i
      cross join template_versions v
      cross join lateral (select ${at} - i * (interval '360 days' / ${sendCount}::int) as at) s`);
    await tx.execute(sql`
      insert into messages (id, org_id, send_id, contact_id, channel, status, variant, scheduled_at, sent_at)
      select lpad(to_hex(row_number() over ()), 32, '0')::uuid, s.org_id, s.id, lpad(to_hex(n), 32, '0')::uuid, 'email', 'sent', n % 2, s.starts_at, s.starts_at
      from sends s cross join generate_series(1, ${perSend}::int) n`);
    await tx.execute(sql`create sequence bench_ids`);
    await tx.execute(someEvents(orgId, at, sql`random() < 0.995`, sql`1`, 'delivered'));
    await tx.execute(someEvents(orgId, at, sql`random() < 0.75`, sql`generate_series(1, 2)`, 'opened'));
    await tx.execute(sql`create index message_events_message on message_events (message_id, type, occurred_at)`);
  });
  await db.execute(sql`analyze`);
}

/** Opened twice at most, every tenth by a machine; ever later, up to five weeks. */
const someEvents = (orgId: string, at: SQL, which: SQL, times: SQL, type: string) => sql`
  insert into message_events (id, dedupe_id, org_id, message_id, send_id, contact_id, type, is_bot, occurred_at)
  select lpad(to_hex(nextval('bench_ids')), 32, '0')::uuid, '', ${orgId}, m.id, m.send_id, m.contact_id, ${type}, ${type} = 'opened' and random() < 0.1,
         least(m.sent_at + power(random(), 4) * interval '35 days', ${at})
  from (select *, ${times} as n from messages where ${which}) m`;

/** Milliseconds that rolling up takes when events come in as batches. */
async function recordBatches(db: Database, ctx: Ctx): Promise<number> {
  let spent = 0;
  for (let i = 0; i < batches; i++)
    await db.transaction(async (tx) => {
      const inside = { ...ctx, db: tx as unknown as Ctx['db'] };
      const rows = await inside.db.execute<{ id: string; message_id: string }>(sql`
        insert into message_events (org_id, message_id, send_id, contact_id, type, occurred_at)
        select org_id, id, send_id, contact_id, 'clicked', now() from messages where send_id = ${await oneSend(db)} offset ${i * batch} limit ${batch}
        returning id, message_id`);
      spent += await timed(() =>
        rollUp(
          inside,
          rows.map((row) => ({ id: row.id, messageId: row.message_id })),
        ),
      );
    });
  return spent;
}

/** A minute of intake that was not folded yet. */
const waiting = (db: Database, { orgId }: Ctx) =>
  db.execute(sql`
    insert into report_deltas (org_id, send_id, contact_id, variant, channel, type, at, due_at, events, firsts, bots)
    select ${orgId}, send_id, contact_id, variant, 'email', 'clicked', now(), scheduled_at, 1, 1, 0 from messages limit 60000`);
