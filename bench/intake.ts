import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'drizzle-orm';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { createOpenUrl } from '@/server/channels/tracking-links';
import type { Ctx } from '@/server/context';
import { recordEvent } from '@/server/events/record-event';
import { createAudience, createContext, uuidOf } from '@/test/factory';
import { createTemplate, fillAudience, schedule } from '@/test/sends/setup';
import { type BenchContext, quantile, type Row, round } from './harness';

export const name =
  'Intake for a minute each at a steady pace, in an organization of 200,000 contacts, every fifth event delivered twice: POST /events in batches of 50 and the open pixel, over HTTP in a process of its own; single events as a pixel records them, by the verb. Lost: answered as taken, yet not in the database';

const SECONDS = Number(process.env.INTAKE_SECONDS ?? 60);
const PER_SECOND = 1_100;
const MUST = 1_000;
const BATCH = 50;
const settings = { APP_URL: 'http://127.0.0.1:3000', MUSTER_SECRET: 'a secret of at least thirty-two characters' };
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

export async function run({ db, databaseUrl }: BenchContext): Promise<Row[]> {
  Object.assign(process.env, settings, { DATABASE_URL: databaseUrl });
  const ctx = await createContext(db);
  const audience = await createAudience(ctx);
  await db.execute(sql`
    insert into contacts (org_id, email, name)
    select ${ctx.orgId}::uuid, 'c' || i || '@example.com', 'Person ' || i from generate_series(1, 200000) i`);
  await fillAudience(ctx, audience.id, 10_000);
  await db.execute(sql`analyze`);
  const { key } = await createApiKey(ctx, { name: 'bench', scopes: ['write:events'] });
  const server = fork(path.join(import.meta.dirname, 'support/intake-server.ts'), [], { execArgv: ['--import', 'tsx'] });
  const [told] = (await Promise.race([
    once(server, 'message'),
    once(server, 'exit').then(() => Promise.reject(new Error('the server did not start'))),
  ])) as [{ port: number }];
  const post = poster(told.port);
  try {
    const batches = await paced(PER_SECOND / BATCH, async (n) => {
      const events = Array.from({ length: BATCH }, (_, i) => eventOf(n * BATCH + i));
      const { status, body } = await post('/api/v1/events', JSON.stringify({ events }), { authorization: `Bearer ${key}` });
      if (status !== 201) throw new Error(`${status} ${body}`);
      return events.map((e) => e.id);
    });
    const messages = await sentMessages(ctx, audience.id, SECONDS * PER_SECOND);
    const opens = await paced(PER_SECOND, async (n) => {
      const id = messages[n % messages.length] ?? '';
      const { status } = await post(new URL(createOpenUrl(id, settings)).pathname, null, { 'user-agent': firefox });
      if (status !== 200) throw new Error(String(status));
      return [id];
    });
    const singles = await paced(PER_SECOND, async (n) => {
      const { id, ...event } = eventOf(n);
      await recordEvent({ ...ctx, now: new Date() }, { ...event, id: `s${id}` });
      return [`s${id}`];
    });
    return [
      ...rows('POST /events', batches, BATCH, await missing(ctx, 'contact_events', 'dedupe_id', batches.taken)),
      ...rows('open pixel', opens, 1, await missing(ctx, 'message_events', 'message_id::text', opens.taken)),
      ...rows('single events', singles, 1, await missing(ctx, 'contact_events', 'dedupe_id', singles.taken)),
    ];
  } finally {
    server.disconnect();
    await once(server, 'exit');
  }
}

/** Every fifth is the one before, again. */
function eventOf(n: number) {
  const which = n % 5 === 4 ? n - 1 : n;
  const path = `/p/${which % 97}`;
  return { id: `e${which}`, email: `c${((which * 7919) % 200_000) + 1}@example.com`, name: 'page_view', properties: { path } };
}

type Paced = { taken: Set<string>; done: number; seconds: number; waits: number[] };

/** Begins work at its moments, whether the work before is done or not, as the world does; then waits for the rest. */
async function paced(perSecond: number, work: (n: number) => Promise<string[]>): Promise<Paced> {
  const result: Paced = { taken: new Set(), done: 0, seconds: 0, waits: [] };
  const begun = performance.now();
  const total = Math.floor(perSecond * SECONDS);
  const under: Promise<void>[] = [];
  for (let n = 0; n < total; n++) {
    const due = begun + (n / perSecond) * 1000;
    if (due > performance.now() + 2) await delay(due - performance.now());
    under.push(
      work(n).then((ids) => {
        for (const id of ids) result.taken.add(id);
        result.done++;
        result.waits.push(performance.now() - due);
      }),
    );
  }
  await Promise.all(under);
  result.seconds = (performance.now() - begun) / 1000;
  return result;
}

function rows(what: string, { done, seconds, waits }: Paced, each: number, lost: number): Row[] {
  const rate = round((done * each) / seconds);
  return [
    { what: `${what}: events taken`, value: rate, unit: '/s', limit: MUST, ok: rate >= MUST },
    { what: `${what}: lost`, value: lost, unit: '', limit: 0, ok: lost === 0 },
    { what: `${what}: answered after, p95`, value: round(quantile(waits, 0.95)), unit: 'ms' },
  ];
}

async function missing(ctx: Ctx, table: 'contact_events' | 'message_events', column: string, taken: Set<string>): Promise<number> {
  const found = await ctx.db.execute<{ id: string }>(
    sql`select distinct ${sql.raw(column)} as id from ${sql.identifier(table)} where org_id = ${ctx.orgId}::uuid`,
  );
  const there = new Set(found.map((row) => row.id));
  return [...taken].filter((id) => !there.has(id)).length;
}

/** Messages that were sent a while ago: sends of 10,000, then written down as sent. */
async function sentMessages(ctx: Ctx, audienceId: string, n: number): Promise<string[]> {
  const template = await createTemplate(ctx);
  const ids: string[] = [];
  while (ids.length < n) {
    const answer = await schedule({ ...ctx, now: new Date() }, audienceId, { template });
    const sendId = uuidOf('send', answer.send_id);
    const found = await ctx.db.execute<{ id: string }>(sql`
      update messages set status = 'sent', sent_at = now() - interval '1 hour' where send_id = ${sendId} returning id`);
    ids.push(...found.map((row) => row.id));
  }
  await ctx.db.execute(sql`analyze messages`);
  return ids.slice(0, n);
}

function poster(port: number) {
  // a thousand mail programs are a thousand connections: what waits here would not wait there
  const agent = new Agent({ keepAlive: true, maxSockets: 1_000 });
  return (pathname: string, body: string | null, headers: Record<string, string>): Promise<{ status: number; body: string }> =>
    new Promise((resolve, reject) => {
      const type = body === null ? {} : { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) };
      const asked = request(
        { agent, host: '127.0.0.1', port, path: pathname, method: body === null ? 'GET' : 'POST', headers: { ...headers, ...type } },
        async (answer) => {
          const chunks: Buffer[] = [];
          for await (const chunk of answer) chunks.push(chunk as Buffer);
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString() });
        },
      );
      asked.on('error', reject);
      asked.end(body ?? undefined);
    });
}
