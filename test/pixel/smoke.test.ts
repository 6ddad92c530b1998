import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as postReport } from '@/app/api/pixel/[id]/route';
import { POST as postApi } from '@/app/api/v1/[[...path]]/route';
import { limits } from '@/contracts/limits';
import { pixelLimits } from '@/contracts/pixel';
import type { Ctx } from '@/server/context';
import { createPixel } from '@/server/pixel/create-pixel';
import { signIdentity } from '@/server/pixel/pixel-secret';
import { createContacts, unique } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from '@/test/rest/app';

/* Both ways in for events at once, through the routes that Next calls: what bench/intake.ts measures, small enough for every run. */

let app: TestApp;
beforeAll(async () => {
  app = await testApp();
});
afterAll(() => app.close());

const origin = 'https://shop.example';
type Answer = { status: number; body: Record<string, unknown> };

async function world() {
  const { ctx } = await tenant(app.db);
  const made = await createPixel(ctx, { name: 'Shop', origins: [origin], require_consent: true, retention_days: 30 });
  const key = await keyOf(ctx, ['write:events']);
  const answerOf = async (answer: Response): Promise<Answer> => ({
    status: answer.status,
    body: (await answer.json()) as Answer['body'],
  });
  const report = async (visitor: string, e: unknown[], id?: object, from = origin) =>
    answerOf(
      await postReport(
        new Request(`${app.url}/api/pixel/${made.id}`, {
          method: 'POST',
          headers: { origin: from, 'content-type': 'text/plain', 'x-forwarded-for': visitor.slice(0, 12) },
          body: JSON.stringify({ v: visitor, s: Date.now(), c: 1, e, id }),
        }),
        { params: Promise.resolve({ id: made.id }) },
      ),
    );
  const api = async (body: unknown, by = key) =>
    answerOf(
      await postApi(
        new Request(`${app.url}/api/v1/events`, {
          method: 'POST',
          headers: { authorization: `Bearer ${by}`, 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
      ),
    );
  return { ctx, secret: made.secret, report, api };
}

/** Every fifth is sent twice, at the same time. */
const withRepeats = <T>(items: T[]): T[] => items.flatMap((item, i) => (i % 5 === 4 ? [item, item] : [item]));
const sum = (answers: Answer[], field: string) => answers.reduce((n, { body }) => n + Number(body[field]), 0);

async function kept(ctx: Ctx): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(sql`
    select key as id from pixel_events where org_id = ${ctx.orgId}
    union all select regexp_replace(dedupe_id, '^pixel:[^:]+:', '') from contact_events where org_id = ${ctx.orgId}`);
  return rows.map((row) => row.id).sort();
}

test('3,000 events at once, a fifth of the requests twice, some forged and some too large: each good one is there once', async () => {
  const { ctx, secret, report, api } = await world();
  const contacts = await createContacts(ctx, 50);
  const run = unique();
  const visitors = Array.from({ length: 100 }, (_, i) => `${unique()}${unique()}${i}`);
  const at = Math.floor(Date.now() / 1000);
  for (const [i, contact] of contacts.entries()) {
    const who = contact.email ?? '';
    const { body } = await report(visitors[i] ?? '', [], { who, at, sig: signIdentity(secret, who, at) });
    expect(body.identified).toBe(true);
  }
  const email = (n: number) => contacts[n % contacts.length]?.email;
  const view = (id: string, p: object = { path: '/pricing' }) => ({ i: id, n: 'page_view', t: Date.now(), p });
  const reports = Array.from({ length: 500 }, (_, n) => ({
    visitor: visitors[n % visitors.length] ?? '',
    events: [0, 1, 2].map((i) => view(`p${n}-${i}-${run}`)),
  }));
  const batches = Array.from({ length: 20 }, (_, n) =>
    Array.from({ length: 50 }, (_, i) => ({ id: `b${n}-${i}-${run}`, email: email(n + i), name: 'page_view' })),
  );
  const singles = Array.from({ length: 500 }, (_, n) => ({ id: `s${n}-${run}`, email: email(n), name: 'order.paid' }));
  const large = 'x'.repeat(pixelLimits.bodyBytes);
  const visitor = visitors[0] ?? '';

  const [pixel, batched, single, refused] = await Promise.all([
    Promise.all(withRepeats(reports).map((r) => report(r.visitor, r.events))),
    Promise.all(withRepeats(batches).map((events) => api({ events }))),
    Promise.all(withRepeats(singles).map((event) => api(event))),
    Promise.all([
      report(visitor, [view(`forged-origin-${run}`)], undefined, 'https://evil.example'),
      report(visitor, [view(`too-large-${run}`, { large })]),
      report(
        visitor,
        Array.from({ length: pixelLimits.eventsPerRequest + 1 }, (_, i) => view(`too-many-${i}-${run}`)),
      ),
      api({ id: `forged-key-${run}`, email: email(0), name: 'page_view' }, `mus_live_${'A'.repeat(40)}`),
      api({ id: `too-large-${run}`, email: email(0), name: 'page_view', properties: { large: 'x'.repeat(limits.bodyBytes) } }),
    ]),
  ]);
  const forged = await report(visitors[99] ?? '', [], { who: email(0), at, sig: 'f'.repeat(64) });

  expect(refused.map((a) => a.status)).toEqual([403, 413, 422, 401, 413]);
  expect(forged.body.identified).toBe('bad_signature');
  expect([...pixel, ...batched, ...single].filter((a) => a.status >= 300)).toEqual([]);
  expect([sum(pixel, 'accepted'), sum(pixel, 'duplicates')]).toEqual([1_500, 300]);
  expect([sum(batched, 'recorded'), sum(batched, 'duplicates')]).toEqual([1_000, 200]);
  expect(single.filter((a) => a.body.recorded)).toHaveLength(500);
  const sent = [reports.flatMap((r) => r.events.map((e) => e.i)), batches.flat().map((e) => e.id), singles.map((e) => e.id)].flat();
  expect(await kept(ctx)).toEqual(sent.sort());
});
