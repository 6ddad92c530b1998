import { sql } from 'drizzle-orm';
import * as fc from 'fast-check';
import { expect } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { audienceWhere } from '@/server/audiences/audience-query';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';
import type { Change } from '@/server/membership/on-change';
import { createAudience, createContacts } from '../factory';

/** What listeners were told, kept in the transaction that told it. */
export const heardTable = sql`
  create table heard (n bigint generated always as identity, org_id uuid, audience_id uuid, contact_id uuid, kind text, at timestamptz, cause text)`;

export async function hear(tx: Ctx, changes: Change[]): Promise<void> {
  const rows = changes.map((c) => ({ ...c, orgId: tx.orgId }));
  await tx.db.execute(sql`
    insert into heard (org_id, audience_id, contact_id, kind, at, cause)
    select "orgId", "audienceId", "contactId", kind, at, cause
    from jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as t("orgId" uuid, "audienceId" uuid, "contactId" uuid, kind text, at timestamptz, cause text)`);
}

const n = (max: number) => fc.nat({ max: max - 1 });
const tag = fc.constantFrom('a', 'b', 'c');
const duration = fc.constantFrom('-PT20M', '-PT1H', '-P1D', '-P1M', 'PT30M', 'P1D', 'PT0S');
const order = fc.constantFrom('$gt', '$gte', '$lt', '$lte');
const now = duration.map((d) => ({ $now: d }));

/** Conditions by what moves them: fields, members, behaviour, records, other audiences (by place), and time. */
const condition: fc.Arbitrary<object> = fc.oneof(
  tag.map((tags) => ({ tags })),
  tag.map((t) => ({ 'metadata.plan': { $ne: t } })),
  fc.tuple(fc.constantFrom('createdAt', 'lastEmailOpenedAt', 'metadata.renewal'), order, now).map(([f, op, at]) => ({ [f]: { [op]: at } })),
  fc.tuple(now, now).map(([a, b]) => ({ 'metadata.renewal': { $gte: a, $lt: b } })),
  now.map((at) => ({ lastEmailOpenedAt: { $not: { $gte: at } } })),
  now.map((at) => ({ 'metadata.dates': { $elemMatch: { $gte: at, $lt: { $now: 'PT2H' } } } })),
  now.map((at) => ({ 'metadata.visits': { $elemMatch: { on: { $gte: at }, kind: 'shop' } } })),
  fc
    .tuple(tag, now, fc.constantFrom<object | number>({ $gte: 1 }, { $gte: 2 }, 1, { $lte: 1 }))
    .map(([event, since, count]) => ({ $did: { event, since, count } })),
  tag.map((event) => ({ $did: { event } })),
  fc.tuple(tag, now).map(([event, at]) => ({ $did: { event, where: { 'properties.on': { $gte: at } } } })),
  n(6).map((i) => ({ $inAudience: i })),
);
const where = fc.oneof(
  condition,
  fc.tuple(condition, condition).map(([a, b]) => ({ $or: [a, b] })),
  fc.tuple(condition, condition).map(([a, b]) => ({ $and: [a, b] })),
  condition.map((a) => ({ $nor: [a] })),
);
const filter = fc.oneof(
  { weight: 5, arbitrary: where.map((w) => ({ datatype: 'contact', where: w })) },
  { weight: 1, arbitrary: fc.tuple(order, now).map(([op, at]) => ({ datatype: 'order', where: { 'data.paid': { [op]: at } } })) },
);
export type FilterPlan = { datatype: string; where: object };

/** A step of a history. `at` are minutes around the clock. */
const at = fc.integer({ min: -200, max: 200 });
export const step = fc.oneof(
  fc.record({ do: fc.constant('create' as const), tag, at }),
  fc.record({ do: fc.constant('edit' as const), who: n(12), tag, at, what: fc.constantFrom('tags', 'renewal', 'opened', 'dates', 'plan') }),
  fc.record({ do: fc.constant('delete' as const), who: n(12) }),
  fc.record({ do: fc.constant('join' as const), who: n(12) }),
  fc.record({ do: fc.constant('part' as const), who: n(12) }),
  fc.record({ do: fc.constant('event' as const), who: n(12), tag, at }),
  fc.record({ do: fc.constant('record' as const), who: n(12), key: n(3), at }),
  fc.record({ do: fc.constant('define' as const), which: n(5), filter }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;
export const filters = fc.array(filter, { minLength: 5, maxLength: 5 });

/** An organization with a list (place 0 among the nested) and five segments, the later ones able to name the earlier. */
export class World {
  people: string[] = [];
  list = '';
  segments: string[] = [];
  constructor(
    readonly ctx: Ctx,
    readonly clock: () => Date,
  ) {}

  async begin(plans: FilterPlan[]): Promise<void> {
    this.list = (await createAudience(this.ctx, [])).id;
    for (const [i, plan] of plans.entries()) {
      const values = { kind: 'segment', segmentType: 'dynamic', filter: this.resolve(plan, i) } as const;
      this.segments.push((await createAudience(this.ctx, [], values)).id);
    }
    for (let i = 0; i < 8; i++) await this.take({ do: 'create', tag: (['a', 'b', 'c'] as const)[i % 3] ?? 'a', at: i * 20 - 100 });
  }

  /** Places become ids: of the list, or of an earlier segment (so never of a cycle). */
  resolve(plan: FilterPlan, place: number): object {
    const text = JSON.stringify(plan).replace(/"\$inAudience":(\d)/g, (_, i) => {
      const id = place === 0 ? this.list : [this.list, ...this.segments.slice(0, place)][Number(i) % (place + 1)];
      return `"$inAudience":"${encodeId('audience', id ?? this.list)}"`;
    });
    return JSON.parse(text);
  }

  async take(s: Step): Promise<void> {
    const { db, orgId } = this.ctx;
    const moment = (minutes: number) => new Date(this.clock().getTime() + minutes * 60_000).toISOString();
    const who = 'who' in s ? this.people[s.who % Math.max(1, this.people.length)] : undefined;
    if ('who' in s && !who) return;
    if (s.do === 'create') {
      const metadata = { plan: s.tag, renewal: moment(s.at) };
      const [one] = await createContacts(this.ctx, [{ tags: [s.tag], metadata, createdAt: new Date(moment(-Math.abs(s.at))) }]);
      if (one) this.people.push(one.id);
    } else if (s.do === 'edit') {
      const day = moment(s.at);
      const set = {
        tags: sql`tags = array[${s.tag}]`,
        plan: sql`metadata = metadata || jsonb_build_object('plan', ${s.tag}::text)`,
        renewal: sql`metadata = metadata || jsonb_build_object('renewal', ${day}::text)`,
        opened: sql`last_email_opened_at = ${day}`,
        dates: sql`metadata = metadata || ${JSON.stringify({ dates: [day, moment(s.at + 90)], visits: [{ on: day, kind: 'shop' }] })}::text::jsonb`,
      }[s.what];
      await db.execute(sql`update contacts set ${set} where id = ${who}`);
    } else if (s.do === 'delete') {
      await db.execute(sql`delete from contacts where id = ${who}`);
      this.people = this.people.filter((id) => id !== who);
    } else if (s.do === 'join')
      await db.execute(
        sql`insert into audience_members (org_id, audience_id, contact_id) values (${orgId}, ${this.list}, ${who}) on conflict do nothing`,
      );
    else if (s.do === 'part') await db.execute(sql`delete from audience_members where audience_id = ${this.list} and contact_id = ${who}`);
    else if (s.do === 'event')
      await db.execute(sql`
        insert into contact_events (org_id, contact_id, name, occurred_at, properties)
        values (${orgId}, ${who}, ${s.tag}, ${moment(s.at)}, ${JSON.stringify({ on: moment(s.at / 2) })}::text::jsonb)`);
    else if (s.do === 'record')
      await db.execute(sql`
        with r as (insert into records (org_id, datatype, key, data) values (${orgId}, 'order', ${`k${s.key}`}, jsonb_build_object('paid', ${moment(s.at)}::text))
                   on conflict (org_id, datatype, key) do update set data = excluded.data returning id)
        insert into record_contacts (org_id, record_id, contact_id) select ${orgId}::uuid, r.id, ${who}::uuid from r on conflict do nothing`);
    else {
      const filter = JSON.stringify(this.resolve(s.filter, s.which));
      await db.execute(sql`update audiences set filter = ${filter}::text::json where id = ${this.segments[s.which]}`);
    }
  }

  get watched(): string[] {
    return [this.list, ...this.segments];
  }

  /** The stays under way are a full evaluation at `now`. */
  async expectEqualToFull(now: Date): Promise<void> {
    const { db, orgId } = this.ctx;
    const rows = await db.select().from(audiences).where(sql`org_id = ${orgId}`);
    for (const [i, id] of this.watched.entries()) {
      const row = rows.find((r) => r.id === id);
      if (!row) throw new Error('an audience is gone');
      const want = await audienceWhere({ ...this.ctx, now }, row);
      const full = await db.execute<{ id: string }>(sql`select c.id from contacts c where c.org_id = ${orgId} and (${want}) order by 1`);
      const stays = await db.execute<{ id: string }>(
        sql`select contact_id as id from audience_stays where audience_id = ${id} and left_at is null order by 1`,
      );
      expect({ i, filter: row.filter, inside: stays.map((r) => r.id) }).toEqual({ i, filter: row.filter, inside: full.map((r) => r.id) });
    }
  }
}

/** Each stay was told once as entered and once as left, in turn, and stays of a person do not overlap. */
export async function expectToldOnce(db: Database, orgId: string): Promise<void> {
  const lines = sql`
    select audience_id, contact_id, 'entered' as kind, entered_at as at, entered_by as cause from audience_stays where org_id = ${orgId} and entered_by <> 'watch'
    union all
    select audience_id, contact_id, 'left', left_at, left_by from audience_stays where org_id = ${orgId} and left_at is not null and left_by <> 'unwatch'`;
  const heard = sql`select audience_id, contact_id, kind, at, cause from heard where org_id = ${orgId}`;
  expect(await db.execute(sql`(${lines}) except all (${heard})`)).toHaveLength(0);
  expect(await db.execute(sql`(${heard}) except all (${lines})`)).toHaveLength(0);
  const twice = await db.execute(sql`
    select from (select kind, lag(kind) over (partition by audience_id, contact_id order by n) as before from heard where org_id = ${orgId}) t
    where kind = before`);
  expect(twice).toHaveLength(0);
  const overlaps = await db.execute(sql`
    select from audience_stays a join audience_stays b on a.audience_id = b.audience_id and a.contact_id = b.contact_id and a.id < b.id
    where a.org_id = ${orgId} and (a.left_at is null or a.left_at > b.entered_at or b.left_at < b.entered_at)`);
  expect(overlaps).toHaveLength(0);
}
