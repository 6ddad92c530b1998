import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { breakdownQuery, growthQuery, overviewQuery, seriesQuery } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { openDatabase } from '@/server/db/client';
import { automations } from '@/server/db/schema/automations';
import { checkTotals } from '@/server/reports/check-totals';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { reportBreakdown } from '@/server/reports/report-breakdown';
import { reportCsv } from '@/server/reports/report-csv';
import { reportGrowth } from '@/server/reports/report-growth';
import { reportOverview } from '@/server/reports/report-overview';
import { reportSeries } from '@/server/reports/report-series';
import { reportVariants } from '@/server/reports/report-variants';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { createAudience, createContacts, createContext, unique } from '../factory';
import { openTestDatabase } from '../sends/setup';
import { createSent, writeStays } from './setup';

const held = openTestDatabase();
const days = { from: '2026-03-01', to: '2026-03-31' };
const on = (at: string) => new Date(`2026-${at}Z`);

/** Two sends: ten people on 3 March to an audience, of whom four opened, one bounced; five on 10 March by a campaign. */
async function history() {
  const ctx = await createContext(held.db, { now: on('04-15T00:00:00') });
  const people = (await createContacts(ctx, 10)).map((p) => p.id);
  const audience = await createAudience(ctx, [], { name: '=HYPERLINK("x")' });
  const [campaign] = await ctx.db.execute<{ id: string }>(
    sql`insert into campaigns (org_id, name, created_by) values (${ctx.orgId}, 'Spring', 'test') returning id`,
  );
  if (!campaign) throw new Error('no campaign');
  const first = await createSent(ctx, people, { startsAt: on('03-03T23:30:00'), audienceId: audience.id, audienceName: audience.name });
  const second = await createSent(ctx, people.slice(0, 5), { startsAt: on('03-10T08:00:00'), origin: `campaign:${campaign.id}` });
  const events = [
    ...[0, 1, 2, 3].map((i) => ({ i, type: 'opened' as const, at: on('03-04T00:30:00') })),
    { i: 0, type: 'opened' as const, at: on('03-20T10:00:00') },
    { i: 0, type: 'clicked' as const, at: on('04-02T10:00:00') },
    { i: 5, type: 'opened' as const, at: on('03-04T00:00:00'), isBot: true },
    { i: 9, type: 'bounced' as const, at: on('03-03T23:31:00') },
  ];
  await recordMessageEvents(
    ctx,
    events.map(({ i, at, ...e }) => ({
      ...e,
      messageId: first.messages[i]?.id ?? '',
      occurredAt: at,
      dedupeId: `${i}${e.type}${at.getTime()}`,
    })),
  );
  return { ctx, people, audience, campaign: campaign.id, first, second };
}

let h: Awaited<ReturnType<typeof history>>;
beforeAll(async () => {
  h = await history();
});

describe.each([['waiting'], ['folded']])('totals that are %s', (state) => {
  beforeAll(async () => {
    if (state === 'folded') expect(await foldDeltas(held.db, -1_000)).toBeGreaterThan(0);
  });

  test('by the day of the message: rates are shares of the same messages', async () => {
    const report = await reportOverview(h.ctx, overviewQuery.parse(days));
    expect(report.totals.counts).toMatchObject({
      sent: { messages: 15 },
      opened: { messages: 4, events: 5, machines: 1 },
      clicked: { messages: 1 },
      bounced: { messages: 1 },
    });
    expect(report.totals.rates.opened).toEqual({ of: 'reached', base: 14, rate: 4 / 14 });
    expect(report.totals.rates.bounced).toEqual({ of: 'sent', base: 15, rate: 1 / 15 });
    expect(report.previous).toMatchObject({ from: '2026-01-29', to: '2026-02-28', totals: { counts: { sent: { messages: 0 } } } });
    expect(report.previous.totals.rates.opened.rate).toBeNull();
  });

  test('by the day of the event: what happened then, without rates', async () => {
    const report = await reportOverview(h.ctx, overviewQuery.parse({ ...days, basis: 'event' }));
    expect(report.totals.counts).toMatchObject({ opened: { messages: 4 }, clicked: { messages: 0 } });
    expect(report.totals.rates.opened.rate).toBeNull();
  });

  test('over time: days are UTC, weeks begin on Monday, nothing is left out', async () => {
    const series = await reportSeries(h.ctx, seriesQuery.parse({ ...days, basis: 'event' }));
    expect(series.data).toHaveLength(31);
    expect(series.data.find((d) => d.start === '2026-03-03')?.counts).toMatchObject({ sent: { messages: 10 }, opened: { messages: 0 } });
    expect(series.data.find((d) => d.start === '2026-03-04')?.counts.opened).toEqual({ messages: 4, events: 4, machines: 1 });
    const weeks = await reportSeries(h.ctx, seriesQuery.parse({ ...days, interval: 'week' }));
    expect(weeks.data.map((d) => d.start)).toEqual(['2026-02-23', '2026-03-02', '2026-03-09', '2026-03-16', '2026-03-23', '2026-03-30']);
    expect(weeks.data.map((d) => d.counts.sent.messages)).toEqual([0, 10, 5, 0, 0, 0]);
  });

  test('by send, campaign, audience and variant', async () => {
    const q = breakdownQuery.parse(days);
    const sends = await reportBreakdown(h.ctx, 'send', q);
    expect(sends.data.map((r) => [r.id, r.counts.sent.messages])).toEqual([
      [encodeId('send', h.first.id), 10],
      [encodeId('send', h.second.id), 5],
    ]);
    const campaigns = await reportBreakdown(h.ctx, 'campaign', q);
    expect(campaigns.data).toMatchObject([{ id: encodeId('campaign', h.campaign), name: 'Spring', counts: { sent: { messages: 5 } } }]);
    const audiences = await reportBreakdown(h.ctx, 'audience', q);
    expect(audiences.data).toMatchObject([
      { id: encodeId('audience', h.audience.id), counts: { sent: { messages: 10 }, opened: { messages: 4 } } },
    ]);
    const variants = await reportBreakdown(h.ctx, 'variant', { ...q, sort: 'opened' });
    expect(variants.data[0]).toMatchObject({ variant: expect.stringMatching(/[AB]/), counts: { opened: { messages: 2 } } });
    const page = await reportBreakdown(h.ctx, 'send', { ...q, limit: 1, order: 'asc' });
    expect(page).toMatchObject({ data: [{ id: encodeId('send', h.second.id) }], next_cursor: '1' });
  });

  test('the ledger agrees', async () => expect(await checkTotals(h.ctx)).toEqual([]));
});

test('an audience, a send and a campaign each on their own', async () => {
  const overview = (within: object) => reportOverview(h.ctx, { ...overviewQuery.parse(days), ...within });
  expect((await overview({ audience_id: h.audience.id })).totals.counts.sent.messages).toBe(10);
  expect((await overview({ campaign_id: h.campaign })).totals.counts.sent.messages).toBe(5);
  expect((await overview({ send_id: h.first.id })).totals.counts.opened.messages).toBe(4);
  await expect(overview({ audience_id: h.audience.id, send_id: h.first.id })).rejects.toThrow(/on its own/);
  const other = await createContext(held.db);
  await expect(reportOverview(other, { ...overviewQuery.parse(days), send_id: h.first.id })).rejects.toThrow(/not found/);
});

test('what an automation sent', async () => {
  const ctx = await createContext(held.db, { now: on('04-15T00:00:00') });
  const people = (await createContacts(ctx, 3)).map((p) => p.id);
  const [automation] = await ctx.db
    .insert(automations)
    .values({ orgId: ctx.orgId, name: 'Welcome', triggerType: 'event', hookToken: unique(), createdBy: 'test' })
    .returning();
  const id = automation?.id ?? '';
  const sent = await createSent(ctx, people, { startsAt: on('03-03T10:00:00'), origin: `automation:${id}` });
  await createSent(ctx, people, { startsAt: on('03-03T10:00:00') });
  await recordMessageEvents(ctx, [
    { messageId: sent.messages[0]?.id ?? '', type: 'opened', occurredAt: on('03-03T11:00:00'), dedupeId: unique() },
  ]);
  const figures = { counts: { sent: { messages: 3 }, opened: { messages: 1 } } };
  const rows = await reportBreakdown(ctx, 'automation', breakdownQuery.parse(days));
  expect(rows.data).toMatchObject([{ id: encodeId('automation', id), name: 'Welcome', ...figures }]);
  expect(rows.data).toHaveLength(1);
  const query = { ...overviewQuery.parse(days), automation_id: id };
  expect((await reportOverview(ctx, query)).totals).toMatchObject(figures);
  await expect(reportOverview(h.ctx, query)).rejects.toThrow(/not found/);
});

test('a file that no spreadsheet runs, one line per row', async () => {
  let file = '';
  for await (const part of reportCsv(h.ctx, 'audiences', seriesQuery.parse(days))) file += part;
  const [head, row] = file.split('\r\n');
  expect(head).toMatch(/^\ufeffaudience_id,name,variant,sent_at,channel,sent,sent_events/);
  expect(row).toContain(`,"'=HYPERLINK(""x"")",`);
  expect(head?.split(',').length).toBe(5 + 8 * 3 + 8);
});

test('growth: sizes, who came and went, and why', async () => {
  const ctx = await createContext(held.db, { now: on('03-06T12:00:00') });
  const people = (await createContacts(ctx, 4)).map((p) => p.id);
  const audience = await createAudience(ctx);
  await ctx.db.execute(
    sql`insert into watch_periods (org_id, audience_id, began_at) values (${ctx.orgId}, ${audience.id}, '2026-03-02T06:00:00Z')`,
  );
  const stay = (i: number, from: string, to: string | null) => ({
    audienceId: audience.id,
    contactId: people[i] ?? '',
    from: on(from),
    to: to ? on(to) : null,
  });
  await writeStays(ctx, [stay(0, '03-02T06:00:00', null), stay(1, '03-03T10:00:00', '03-04T10:00:00'), stay(2, '03-03T23:59:59', null)]);
  await ctx.db.execute(
    sql`update audience_stays set entered_by = 'watch' where audience_id = ${audience.id} and contact_id = ${people[0]}`,
  );
  await ctx.db.execute(
    sql`update audience_stays set entered_by = 'import:x' where audience_id = ${audience.id} and contact_id = ${people[1]}`,
  );
  const report = await reportGrowth(ctx, audience.id, growthQuery.parse({ from: '2026-03-01', to: '2026-03-06' }));
  expect(report.watched_since).toBe('2026-03-02T06:00:00.000Z');
  expect(report.data.map((d) => [d.size, d.entered, d.left])).toEqual([
    [null, 0, 0],
    [1, 0, 0],
    [3, 2, 0],
    [2, 0, 1],
    [2, 0, 0],
    [2, 0, 0],
  ]);
  expect(report.causes).toEqual([
    { cause: 'test', entered: 1, left: 1 },
    { cause: 'import', entered: 1, left: 0 },
  ]);
  const later = await reportGrowth(ctx, audience.id, growthQuery.parse({ from: '2026-03-04', to: '2026-03-05' }));
  expect(later.data.map((d) => d.size)).toEqual([2, 2]);
});

test('variants are told apart only where the numbers bear it', async () => {
  const report = await reportVariants(h.ctx, h.first.id);
  expect(report.variants.map((v) => [v.variant, v.counts.sent.messages, v.counts.opened.messages])).toEqual([
    ['A', 5, 2],
    ['B', 5, 2],
  ]);
  expect(report.tests[0]).toMatchObject({ metric: 'opened', verdict: 'too_few', best: null });
});

test('two transactions that record the first event of a message at the same time count it once', async () => {
  const ctx = await createContext(held.db);
  const [person] = await createContacts(ctx, 1);
  const send = await createSent(ctx, [person?.id ?? ''], { startsAt: on('03-03T10:00:00') });
  const open = (at: string) => ({ messageId: send.messages[0]?.id ?? '', type: 'opened' as const, occurredAt: on(at), isBot: false });
  // no contact to wait for: only the lock on first events keeps them apart
  await ctx.db.execute(sql`update messages set contact_id = null where send_id = ${send.id}`);
  const second = openDatabase(held.url, { max: 1 });
  try {
    let other: Promise<unknown> = Promise.resolve();
    await held.db.transaction(async (tx) => {
      await recordMessageEvents({ ...ctx, db: tx as unknown as Ctx['db'] }, [open('03-05T10:00:00')]);
      other = second.transaction((tx2) => recordMessageEvents({ ...ctx, db: tx2 as unknown as Ctx['db'] }, [open('03-04T10:00:00')]));
      await waitForLock();
    });
    await other;
  } finally {
    await second.$client.end();
  }
  const report = await reportSeries(ctx, { ...seriesQuery.parse({ from: '2026-03-04', to: '2026-03-05' }), basis: 'event' });
  expect(report.data.map((d) => [d.counts.opened.messages, d.counts.opened.events])).toEqual([
    [1, 1],
    [0, 1],
  ]);
});

/** Until another session waits for an advisory lock, or half a second has passed. */
async function waitForLock(): Promise<void> {
  for (let i = 0; i < 50; i++) {
    const waiting = await held.db.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
    if (waiting.length) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
