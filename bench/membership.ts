import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { encodeId } from '@/contracts/ids';
import { limits } from '@/contracts/limits';
import { copyPeople } from '@/scripts/people/copy';
import { audienceWhere } from '@/server/audiences/audience-query';
import { importCsv } from '@/server/audiences/import-csv';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import { type Database, openDatabase } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';
import { setHistory } from '@/server/membership/set-history';
import { type BenchContext, median, quantile, type Row, round, timed } from './harness';
import { benchCsv } from './import';
import { reachFilters } from './support/reach-filters';

const people = Number(process.env.MEMBERSHIP_CONTACTS ?? 200_000);
const watchedCount = 50;
const changes = 300;
const imports = 3;

export const name = `${watchedCount} watched audiences (the twenty filters of reach, relative dates, behaviour, nested, lists) over ${people} contacts; the follower is a process of its own, all on one machine`;

/** `MEMBERSHIP_CONTACTS=20000 npm run bench -- membership` while developing. */
export async function run({ databaseUrl }: BenchContext): Promise<Row[]> {
  const db = openDatabase(databaseUrl, { max: 6, name: 'bench' });
  let follower: ChildProcess | undefined;
  try {
    const ctx = await organization(db);
    const all = await audiencesOf(ctx);
    const unwatched: number[] = [];
    for (let i = 0; i <= imports; i++) unwatched.push(await timed(() => importInto(ctx, all.list, `u${i}`)));

    for (const id of all.ids) await setHistory(ctx, { id, on: true });
    follower = fork(new URL('./support/follower.ts', import.meta.url), [databaseUrl]);
    const begun = performance.now();
    await once(follower, 'message');
    await until(async () => (await scalar(db, sql`select count(*)::int as n from watched_audiences where state <> 'live'`)) === 0);
    const first = performance.now() - begun;

    const latencies = await followChanges(ctx, all.changing);
    const watched: number[] = [];
    const complete: number[] = [];
    for (let i = 0; i <= imports; i++) {
      watched.push(await timed(() => importInto(ctx, all.list, `w${i}`)));
      const want = await scalar(db, sql`select count(*)::int as n from audience_members where audience_id = ${all.list}`);
      const inside = () =>
        scalar(db, sql`select count(*)::int as n from audience_stays where audience_id = ${all.list} and left_at is null`);
      complete.push(await timed(() => until(async () => (await inside()) === want)));
    }
    await expectEqual(ctx);
    const ratio = median(watched.slice(1)) / median(unwatched.slice(1));
    const p95 = quantile(latencies, 0.95);
    const slowest = Math.max(...complete) / 1000;
    return [
      { what: 'committed change → entered or left visible, p50', value: round(median(latencies)), unit: 'ms' },
      { what: `the same, p95 of ${latencies.length} at about 20 a second`, value: round(p95), unit: 'ms', limit: 1_000, ok: p95 <= 1_000 },
      { what: 'import of 10,000 rows, nothing watched', value: round(median(unwatched.slice(1))), unit: 'ms' },
      { what: 'import of 10,000 rows, all watched', value: round(median(watched.slice(1))), unit: 'ms' },
      { what: 'ratio of the two', value: round(ratio, 2), unit: 'x', limit: 2, ok: ratio <= 2 },
      { what: 'all its entries visible after the commit, slowest', value: round(slowest, 2), unit: 's', limit: 10, ok: slowest <= 10 },
      { what: `first evaluation of all ${watchedCount} when the watch begins`, value: round(first / 1000, 1), unit: 's' },
    ];
  } finally {
    if (follower) {
      const gone = once(follower, 'exit');
      follower.disconnect();
      await gone;
    }
    await db.$client.end({ timeout: 5 });
  }
}

export async function organization(db: Database, count = people): Promise<Ctx> {
  const [org] = await db.$client<{ id: string }[]>`insert into organizations (name, slug) values ('Bench', 'bench') returning id`;
  if (!org) throw new Error('no organization');
  await copyPeople(db.$client, org.id, count);
  await db.execute(sql`
    insert into contact_events (org_id, contact_id, name, occurred_at)
    select c.org_id, c.id, (array['order.paid', 'page_view', 'signed_up'])[1 + c.bucket % 3], now() - (c.bucket % 90) * interval '1 day' - c.bucket * interval '7 seconds'
    from contacts c where c.org_id = ${org.id}`);
  await db.$client`vacuum analyze contacts, contact_events`;
  return { orgId: org.id as OrgId, actor: { type: 'job', id: 'bench' }, db, now: new Date(), requestId: newRequestId() };
}

/** The audiences, `list` among them, and a segment that the changes are made for. */
export async function audiencesOf(ctx: Ctx): Promise<{ ids: string[]; list: string; changing: string }> {
  const add = async (where: object | null): Promise<string> => {
    const key = uuidv7();
    const segment = where && { kind: 'segment' as const, segmentType: 'dynamic' as const, filter: { datatype: 'contact', where } };
    const [row] = await ctx.db
      .insert(audiences)
      .values({ orgId: ctx.orgId, name: key, slug: key, ...segment })
      .returning();
    return row?.id ?? '';
  };
  const list = await add(null);
  const changing = await add({ tags: 'bench-changing' });
  const [one] = await ctx.db.execute<{ email: string; postcode: string }>(sql`
    select c.email, c.metadata->'address'->>'postcode' as postcode from contacts c where c.org_id = ${ctx.orgId} and c.email is not null limit 1`);
  const wheres: object[] = reachFilters(ctx.now, one ?? { email: '', postcode: '' }).map((c) => c.where);
  for (const days of [1, 7, 14, 30, 60, 90, 180]) {
    wheres.push({ lastEmailOpenedAt: { $gte: { $now: `-P${days}D` } } }, { createdAt: { $gte: { $now: `-P${days}D` } }, tags: 'vip' });
    if (days < 90) wheres.push({ $did: { event: 'order.paid', since: { $now: `-P${days}D` } } });
  }
  const ids = [list, changing];
  for (const where of wheres.slice(0, 40)) ids.push(await add(where));
  while (ids.length < watchedCount - 3)
    ids.push(await add({ $and: [{ $inAudience: encodeId('audience', ids[ids.length - 6] ?? list) }, { country: 'US' }] }));
  while (ids.length < watchedCount) ids.push(await add(null));
  return { ids, list, changing };
}

const importInto = (ctx: Ctx, audienceId: string, key: string) =>
  importCsv(ctx, { audienceId, csv: benchCsv(key, limits.importRows).replaceAll('+1415', `+1${phoneArea(key)}`) });

/** Phones of each import are its own. */
const areas = ['201', '212', '213', '303', '305', '312', '404', '415', '503', '512'];
const phoneArea = (key: string) => areas[(key.startsWith('u') ? 0 : 5) + Number(key.slice(1))] ?? '415';

/** Milliseconds from each commit until the stay is there (or over), seen by somebody who looks every few milliseconds. */
async function followChanges(ctx: Ctx, audienceId: string): Promise<number[]> {
  const rows = await ctx.db.execute<{ id: string }>(
    sql`select id from contacts where org_id = ${ctx.orgId} order by id limit ${changes / 2}`,
  );
  const latencies: number[] = [];
  for (const [tags, inside] of [
    [sql`array_append(tags, 'bench-changing')`, true],
    [sql`array_remove(tags, 'bench-changing')`, false],
  ] as const) {
    const waiting = new Map<string, number>();
    let making = true;
    const looking = (async () => {
      while (making || waiting.size) {
        const seen = await ctx.db.execute<{ id: string }>(
          sql`select contact_id as id from audience_stays where audience_id = ${audienceId} and left_at is null`,
        );
        const at = performance.now();
        const now = new Set(seen.map((row) => row.id));
        for (const [id, committed] of waiting)
          if (now.has(id) === inside) {
            latencies.push(at - committed);
            waiting.delete(id);
          }
        await pause(5);
      }
    })();
    for (const { id } of rows) {
      await ctx.db.execute(sql`update contacts set tags = ${tags} where id = ${id}`);
      waiting.set(id, performance.now());
      await pause(20 + Math.random() * 60);
    }
    making = false;
    await looking;
  }
  return latencies;
}

/** All of it is worth nothing when it is not right. */
const expectEqual = (ctx: Ctx) =>
  ctx.db.transaction((tx) => compare({ ...ctx, db: tx as unknown as Ctx['db'] }), { isolationLevel: 'repeatable read' });

async function compare(ctx: Ctx): Promise<void> {
  const [reader] = await ctx.db.execute<{ at: number }>(
    sql`select (extract(epoch from followed_at) * 1000)::float8 as at from change_readers`,
  );
  const now = new Date(reader?.at ?? Date.now());
  for (const row of await ctx.db.select().from(audiences)) {
    const where = await audienceWhere({ ...ctx, now }, row);
    const [n] = await ctx.db.execute<{ n: number }>(sql`
      with f as (select c.id from contacts c where c.org_id = ${ctx.orgId} and (${where})),
           s as (select contact_id as id from audience_stays where audience_id = ${row.id} and left_at is null)
      select (select count(*) from (select * from f except select * from s) a)::int + (select count(*) from (select * from s except select * from f) b)::int as n`);
    if (n?.n) throw new Error(`the stays of ${JSON.stringify(row.filter)} differ from a full evaluation by ${n.n}`);
  }
}

async function scalar(db: Database, query: ReturnType<typeof sql>): Promise<number> {
  const [row] = await db.execute<{ n: number }>(query);
  return row?.n ?? 0;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await pause(20);
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
