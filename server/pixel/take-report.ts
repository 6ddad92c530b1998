import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { PixelAnswer } from '@/contracts/pixel';
import type { Ctx, PoolCtx } from '@/server/context';
import { Gatherer } from '@/server/db/gather';
import { transact } from '@/server/db/retry';
import { recordEvents } from '@/server/events/record-events';
import { type CheckedEvent, checkReport, type Report } from './check-report';
import { identify } from './identify';
import type { PixelRow } from './to-pixel';

type Given = { ctx: PoolCtx; pixel: PixelRow; report: Report };
type Visitor = { id: string; key: string; contact_id: string | null; waiting: number };

/** Of a stranger: events that wait at most. Who does more is no visitor. */
const mostWaiting = 2_000;
const slice = 1_000;

const holder = globalThis as typeof globalThis & { musterPixelIntake?: Gatherer<Given, PixelAnswer> };

/**
 * Records what a browser reports and answers once it is committed. Reports that come in at once share a transaction; one that says who
 * its visitor is, or withdraws consent, has its own.
 */
export async function takeReport(given: Given): Promise<PixelAnswer> {
  const { ctx, pixel, report } = given;
  if (report.forget) return forget(ctx, pixel, report.v);
  if (report.id) return transact(ctx.db, (tx) => takeIdentified({ ...ctx, db: tx }, pixel, report), ['23503']);
  holder.musterPixelIntake ??= new Gatherer<Given, PixelAnswer>(takeRound);
  return holder.musterPixelIntake.add(given);
}

async function takeRound(round: Given[]): Promise<PixelAnswer[]> {
  const answers = new Map<Given, PixelAnswer>();
  const byPixel = new Map<string, Given[]>();
  for (const given of round) byPixel.set(given.pixel.id, [...(byPixel.get(given.pixel.id) ?? []), given]);
  for (const mine of byPixel.values()) {
    const { ctx, pixel } = mine[0] as Given;
    const taken = await transact(
      ctx.db,
      (tx) =>
        take(
          { ...ctx, db: tx },
          pixel,
          mine.map(({ report }) => report),
        ),
      ['23503'], // a visitor or contact was deleted meanwhile
    );
    for (const [i, given] of mine.entries()) answers.set(given, taken[i] as PixelAnswer);
  }
  return round.map((given) => answers.get(given) as PixelAnswer);
}

async function take(ctx: Ctx, pixel: PixelRow, reports: Report[]): Promise<PixelAnswer[]> {
  const publicId = encodeId('pixel', pixel.id);
  const checked = reports.map((report) => checkReport(report, publicId, ctx.now));
  const keys = reports.filter((_, i) => checked[i]?.events.length).map((report) => report.v);
  const visitors = await seen(ctx, pixel, keys);
  const known: { event: CheckedEvent; visitor: Visitor; report: number }[] = [];
  const strangers: typeof known = [];
  for (const [report, { events }] of checked.entries()) {
    const visitor = visitors.get(reports[report]?.v ?? '');
    if (visitor) for (const event of events) (visitor.contact_id ? known : strangers).push({ event, visitor, report });
  }
  const accepted = new Array<number>(reports.length).fill(0);
  const kept = strangers.filter(({ visitor }) => visitor.waiting < mostWaiting);
  for (const i of await keepStrangers(ctx, kept)) (accepted[kept[i]?.report ?? 0] as number)++;
  for (let from = 0; from < known.length; from += slice) {
    const part = known.slice(from, from + slice);
    for (const i of await record(ctx, part)) (accepted[part[i]?.report ?? 0] as number)++;
  }
  return checked.map(({ events, refused }, i) => {
    const visitor = visitors.get(reports[i]?.v ?? '');
    const full = visitor && !visitor.contact_id && visitor.waiting >= mostWaiting;
    if (full) refused.push({ index: 0, code: 'too_many_events', message: `of a visitor nobody knows, ${mostWaiting} events are kept` });
    const all = full ? 0 : events.length;
    const n = accepted[i] as number;
    return { accepted: n, duplicates: Math.max(0, all - n), refused, identified: null };
  });
}

/** The browsers of these keys, made when they are new, locked until the transaction ends: no event falls between two identities. */
async function seen(ctx: Ctx, pixel: PixelRow, keys: string[]): Promise<Map<string, Visitor>> {
  if (!keys.length) return new Map();
  const rows = await ctx.db.execute<Visitor>(sql`
    insert into pixel_visitors as v (org_id, pixel_id, key, last_seen_at)
    select distinct ${ctx.orgId}::uuid, ${pixel.id}::uuid, k, now() from jsonb_array_elements_text(${JSON.stringify(keys)}::jsonb) t(k) order by k
    on conflict (pixel_id, key) do update set last_seen_at = excluded.last_seen_at
    returning v.id, v.key, v.contact_id, (select count(*)::int from pixel_events e where e.visitor_id = v.id) as waiting`);
  return new Map(rows.map((row) => [row.key, row]));
}

/** Answers the places of those that are new. */
async function keepStrangers(ctx: Ctx, events: { event: CheckedEvent; visitor: Visitor }[]): Promise<number[]> {
  if (!events.length) return [];
  const rows = events.map(({ event, visitor }) => ({
    v: visitor.id,
    k: event.key,
    n: event.name,
    p: event.properties,
    t: event.occurredAt,
  }));
  const written = await ctx.db.execute<{ v: string; k: string }>(sql`
    insert into pixel_events (org_id, visitor_id, key, name, properties, occurred_at)
    select ${ctx.orgId}::uuid, v, k, n, p, t
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) g(v uuid, k text, n text, p jsonb, t timestamptz)
     -- one that was merged into a contact meanwhile is not kept again
     where not exists (select from contact_events c where c.org_id = ${ctx.orgId} and c.dedupe_id = 'pixel:' || v || ':' || k)
    on conflict do nothing
    returning visitor_id as v, key as k`);
  const fresh = new Set(written.map(({ v, k }) => `${v}:${k}`));
  // the same event in two reports of one round is one
  return rows.flatMap(({ v, k }, i) => (fresh.delete(`${v}:${k}`) ? [i] : []));
}

/** Through the verb that everything which records events uses: automations and goals hear of it. Answers the places of those that are new. */
async function record(ctx: Ctx, events: { event: CheckedEvent; visitor: { id: string; contact_id: string | null } }[]): Promise<number[]> {
  await ctx.db.execute(sql`select set_config('muster.cause', ${`pixel:${ctx.actor.id}`}, true)`);
  const before = await ctx.db.execute<{ d: string }>(sql`
    select dedupe_id as d from contact_events where org_id = ${ctx.orgId}
       and dedupe_id in (select value from jsonb_array_elements_text(${JSON.stringify(events.map(dedupeOf))}::jsonb))`);
  const old = new Set(before.map((row) => row.d));
  const { rejected } = await recordEvents(
    ctx,
    events.map((one) => ({
      contact_id: one.visitor.contact_id ?? undefined,
      name: one.event.name,
      properties: one.event.properties,
      occurred_at: one.event.occurredAt,
      id: dedupeOf(one),
    })),
  );
  const not = new Set(rejected.map((r) => r.index));
  return events.flatMap((one, i) => {
    const id = dedupeOf(one);
    if (not.has(i) || old.has(id)) return [];
    old.add(id);
    return [i];
  });
}

const dedupeOf = ({ visitor, event }: { visitor: { id: string }; event: { key: string } }) => `pixel:${visitor.id}:${event.key}`;

/** One report that says who its visitor is: what waits of them becomes the contact's, then what the report brings. */
async function takeIdentified(ctx: Ctx, pixel: PixelRow, report: Report): Promise<PixelAnswer> {
  const visitor = (await seen(ctx, pixel, [report.v])).get(report.v);
  if (!visitor || !report.id) throw new Error('a visitor was not made');
  const who = await identify(ctx, pixel, visitor.id, report.id);
  if ('contactId' in who) await become(ctx, visitor, who.contactId);
  const [answer] = await take(ctx, pixel, [report]);
  return { ...(answer as PixelAnswer), identified: 'contactId' in who ? true : who.refused };
}

async function become(ctx: Ctx, visitor: Visitor, contactId: string): Promise<void> {
  await ctx.db.execute(sql`update pixel_visitors set contact_id = ${contactId}::uuid where id = ${visitor.id}::uuid`);
  const waiting = await ctx.db.execute<{ key: string; name: string; properties: Record<string, unknown> | string; at: string }>(sql`
    delete from pixel_events where visitor_id = ${visitor.id}::uuid
    returning key, name, properties, to_char(occurred_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at`);
  const events = waiting
    .sort((a, b) => (a.at < b.at ? -1 : 1))
    .map(({ key, name, properties, at }) => ({
      visitor: { id: visitor.id, contact_id: contactId },
      event: { key, name, occurredAt: at, properties: typeof properties === 'string' ? JSON.parse(properties) : properties },
    }));
  for (let from = 0; from < events.length; from += slice) await record(ctx, events.slice(from, from + slice));
}

/** Consent was withdrawn: the browser is forgotten, with what waits of it. What a contact did stays until the contact is erased. */
async function forget(ctx: Ctx, pixel: PixelRow, key: string): Promise<PixelAnswer> {
  await ctx.db.execute(sql`delete from pixel_visitors where pixel_id = ${pixel.id}::uuid and key = ${key}`);
  return { accepted: 0, duplicates: 0, refused: [], identified: null };
}
