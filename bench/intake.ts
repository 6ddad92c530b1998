import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { ensureBuild } from '@/scripts/start/build';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { createOpenUrl } from '@/server/channels/tracking-links';
import type { Ctx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { setHistory } from '@/server/membership/set-history';
import { createPixel } from '@/server/pixel/create-pixel';
import { signIdentity } from '@/server/pixel/pixel-secret';
import { createUser, uuidOf } from '@/test/factory';
import { createTemplate, schedule } from '@/test/sends/setup';
import { type BenchContext, quantile, type Row, round } from './harness';
import { audiencesOf, organization } from './membership';
import { type Asked, asker, type Paced, paced } from './support/paced';
import { startApp } from './support/start-app';

const SECONDS = Number(process.env.INTAKE_SECONDS ?? 60);
const PEOPLE = Number(process.env.INTAKE_CONTACTS ?? 200_000);
const PER_REPORT = Number(process.env.INTAKE_PER_REPORT ?? 2);
const PER_SECOND = 1_100;
const MUST = 1_000;
const BATCH = 50;
const VISITORS = 2_000;
const origin = 'https://shop.example';
const secret = 'a secret of at least thirty-two characters';
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export const name =
  `Intake over HTTP by Muster as \`npm start\` runs it (the built web server, the worker beside it), for ${SECONDS} seconds each at a steady pace, ` +
  `in an organization of ${PEOPLE} contacts with 50 audiences watched (those of membership; a tenth of the events moves them), every fifth request sent twice. ` +
  `Pixel: reports of ${PER_REPORT} events as public/pixel.js sends them, each an HTTP request, half of them from known contacts, a quarter from strangers seen before, a quarter from new browsers; ` +
  `POST /events: batches of ${BATCH}; opens, for a third of the time: one request each, every message's own. Whoever asks runs on the same cores. Lost: answered as taken, yet not in the database, or there twice`;

/** `INTAKE_SECONDS=5 INTAKE_CONTACTS=20000 npm run bench -- intake` while developing. */
export async function run({ db, databaseUrl }: BenchContext): Promise<Row[]> {
  Object.assign(process.env, { DATABASE_URL: databaseUrl, MUSTER_SECRET: secret, APP_URL: 'http://127.0.0.1:3000' });
  const load = loadavg()[0] ?? 0;
  const job = await organization(db, PEOPLE);
  const owner = await createUser(db, job.orgId, 'owner');
  const ctx: Ctx = { ...job, actor: { type: 'user', id: owner.id, role: 'owner' } };
  const contacts = await db.execute<{ id: string; email: string }>(
    sql`select id, email from contacts where org_id = ${ctx.orgId} and email is not null order by id`,
  );
  const messages = await sentMessages(ctx, contacts, (SECONDS * PER_SECOND) / 3);
  for (const id of (await audiencesOf(ctx)).ids) await setHistory(ctx, { id, on: true });
  const { key } = await createApiKey(ctx, { name: 'bench', scopes: ['write:events'] });
  const pixel = await createPixel(ctx, { name: 'Shop', origins: [origin], require_consent: true, retention_days: 90 });
  await db.execute(sql`vacuum analyze`);
  await ensureBuild(console.log);
  const app = await startApp(databaseUrl, { MUSTER_SECRET: secret, TRUST_PROXY: '1' });
  const ask = asker(app.port);
  try {
    await until(async () => (await scalar(db, sql`select count(*)::int as n from watched_audiences where state <> 'live'`)) === 0);
    const report = reporter(ask, pixel.id);
    await identifyVisitors(report, pixel.secret, contacts);
    const [pixels, pixelsFollowed] = await followed(ctx, () => paced(PER_SECOND / PER_REPORT, SECONDS, (n) => report(reportOf(n))));
    const [batches, batchesFollowed] = await followed(ctx, () =>
      paced(PER_SECOND / BATCH, SECONDS, async (n) => {
        const events = Array.from({ length: BATCH }, (_, i) => eventOf(repeated(n) * BATCH + i, contacts));
        const headers = { 'content-type': 'application/json', authorization: `Bearer ${key}` };
        const { status, body } = await ask('/api/v1/events', JSON.stringify({ events }), headers);
        if (status !== 201) throw new Error(`${status} ${body}`);
        return events.map((e) => e.id);
      }),
    );
    const [opens] = await followed(ctx, () =>
      paced(PER_SECOND, SECONDS / 3, async (n) => {
        const id = messages[repeated(n) % messages.length] ?? '';
        const url = new URL(createOpenUrl(id, { APP_URL: 'http://127.0.0.1', MUSTER_SECRET: secret }));
        const { status } = await ask(url.pathname, null, { 'user-agent': firefox });
        if (status !== 200) throw new Error(String(status));
        return [id];
      }),
    );
    const pixelKeys = sql`
      select key as id from pixel_events where org_id = ${ctx.orgId}
      union all select split_part(dedupe_id, ':', 3) from contact_events where org_id = ${ctx.orgId} and dedupe_id like 'pixel:%'`;
    return [
      { what: 'load average of the machine at the start', value: round(load, 1), unit: '' },
      ...rows('pixel', pixels, await wrong(db, pixels, pixelKeys)),
      { what: 'pixel: watched audiences up to date after the last event', value: round(pixelsFollowed), unit: 'ms' },
      ...rows(
        'POST /events',
        batches,
        await wrong(db, batches, sql`select dedupe_id as id from contact_events where org_id = ${ctx.orgId}`),
      ),
      { what: 'POST /events: watched audiences up to date after the last event', value: round(batchesFollowed), unit: 'ms' },
      ...rows(
        'opens',
        opens,
        await wrong(db, opens, sql`select distinct message_id::text as id from message_events where org_id = ${ctx.orgId}`),
      ),
    ];
  } finally {
    await app.stop();
  }
}

/** Every fifth is the one before, again. */
const repeated = (n: number) => (n % 5 === 4 ? n - 1 : n);

type Contact = { id: string; email: string };

/** Every tenth is of the kind that watched audiences look for. */
const nameOf = (n: number) => (n % 10 === 0 ? 'order.paid' : 'page_view');

function eventOf(n: number, contacts: readonly Contact[]) {
  const email = contacts[(n * 7919) % contacts.length]?.email;
  return { id: `e${n}`, email, name: nameOf(n), properties: { path: `/p/${n % 97}` } };
}

type Report = { visitor: string; address: string; e: { i: string; n: string; t: number; p: object }[]; id?: object };

const visitorKey = (n: number | string) => `visitor-${n}`.padEnd(32, '0');
/** An address of its own for each browser, as a proxy passes it on: one that reports for hundreds is slowed down. */
const addressOf = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`;

/** What the script sends some 300 ms after a page was opened. Half come from contacts, a quarter from strangers seen before, a quarter from browsers never seen. */
function reportOf(given: number): Report {
  const n = repeated(given);
  const who = n % 4 === 0 ? VISITORS + n : n % VISITORS;
  const path = `/p/${n % 97}`;
  const page = { path, url: `${origin}${path}`, title: 'A page of the shop', referrer: `${origin}/` };
  const e = Array.from({ length: PER_REPORT }, (_, i) => ({
    i: `k${n}-${i}`.padEnd(32, '0'),
    n: i === 0 ? 'page_view' : nameOf(n),
    t: Date.now() - 300 + i,
    p: i === 0 ? page : { total: n % 90 },
  }));
  return { visitor: visitorKey(who), address: addressOf(who), e };
}

function reporter(ask: Asked, pixelId: string) {
  return async ({ visitor, address, ...rest }: Report): Promise<string[]> => {
    const headers = { origin, 'content-type': 'text/plain', 'x-forwarded-for': address, 'user-agent': firefox };
    const sent = JSON.stringify({ ...rest, v: visitor, s: Date.now(), c: 1 });
    const { status, body } = await ask(`/api/pixel/${pixelId}`, sent, headers);
    const answer = status === 200 ? (JSON.parse(body) as { accepted: number; duplicates: number; identified: unknown }) : null;
    const told = rest.id ? answer?.identified === true : answer && answer.accepted + answer.duplicates === rest.e.length;
    if (!told) throw new Error(`${status} ${body}`);
    return rest.e.map((event) => event.i);
  };
}

/** Of the browsers seen before, the odd ones become known as contacts. */
async function identifyVisitors(report: (r: Report) => Promise<string[]>, by: string, contacts: readonly Contact[]): Promise<void> {
  const at = Math.floor(Date.now() / 1000);
  await paced(200, VISITORS / 2 / 200, (i) => {
    const n = i * 2 + 1;
    const who = encodeId('contact', contacts[n]?.id ?? '');
    return report({ visitor: visitorKey(n), address: addressOf(n), e: [], id: { who, at, sig: signIdentity(by, who, at) } });
  });
}

/** The work, and how many ms after it the watched audiences had taken in all of it. */
async function followed(ctx: Ctx, work: () => Promise<Paced>): Promise<[Paced, number]> {
  const result = await work();
  const begun = performance.now();
  const end = new Date().toISOString();
  const left = sql`select count(*)::int as n from change_readers where org_id = ${ctx.orgId} and followed_at < ${end}::timestamptz`;
  await until(async () => (await scalar(ctx.db as Database, left)) === 0);
  return [result, performance.now() - begun];
}

function rows(what: string, { events, seconds, waits }: Paced, lost: number): Row[] {
  const rate = round(events / seconds);
  return [
    { what: `${what}: events taken`, value: rate, unit: '/s', limit: MUST, ok: rate >= MUST },
    { what: `${what}: lost or twice`, value: lost, unit: '', limit: 0, ok: lost === 0 },
    { what: `${what}: requests`, value: round(waits.length / seconds), unit: '/s' },
    { what: `${what}: answered after, median`, value: round(quantile(waits, 0.5)), unit: 'ms' },
    { what: `${what}: answered after, p95`, value: round(quantile(waits, 0.95)), unit: 'ms' },
  ];
}

/** Of the ids that were answered as taken, those that are not in the database exactly once. */
async function wrong(db: Database, { taken }: Paced, query: ReturnType<typeof sql>): Promise<number> {
  const times = new Map<string, number>();
  for (const { id } of await db.execute<{ id: string }>(query)) times.set(id, (times.get(id) ?? 0) + 1);
  return [...taken].filter((id) => times.get(id) !== 1).length;
}

/** Messages that were sent a while ago: sends of 10,000, then written down as sent. */
async function sentMessages(ctx: Ctx, contacts: readonly Contact[], n: number): Promise<string[]> {
  const template = await createTemplate(ctx);
  const [audience] = await ctx.db.execute<{ id: string }>(
    sql`insert into audiences (org_id, kind, name, slug) values (${ctx.orgId}, 'list', 'Opens', 'opens') returning id`,
  );
  const members = sql`select ${ctx.orgId}::uuid, ${audience?.id}::uuid, id from contacts where org_id = ${ctx.orgId} and email is not null`;
  await ctx.db.execute(sql`insert into audience_members (org_id, audience_id, contact_id) ${members} order by id limit 10000`);
  const later = new Date(Date.now() + 30 * 86_400_000).toISOString();
  const ids: string[] = [];
  while (ids.length < Math.min(n, contacts.length)) {
    const answer = await schedule({ ...ctx, now: new Date() }, audience?.id ?? '', { template, scheduled_at: later });
    const found = await ctx.db.execute<{ id: string }>(sql`
      update messages set status = 'sent', sent_at = now() - interval '1 hour' where send_id = ${uuidOf('send', answer.send_id)} returning id`);
    ids.push(...found.map((row) => row.id));
  }
  await ctx.db.execute(sql`delete from outbox`); // nothing is to be delivered
  return ids.slice(0, n);
}

async function scalar(db: Database, query: ReturnType<typeof sql>): Promise<number> {
  const [row] = await db.execute<{ n: number }>(query);
  return row?.n ?? 0;
}

async function until(done: () => Promise<boolean>): Promise<void> {
  while (!(await done())) await delay(50);
}
