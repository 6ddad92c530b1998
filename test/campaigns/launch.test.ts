import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { deleteAudience } from '@/server/audiences/delete-audience';
import { campaignAnalytics } from '@/server/campaigns/campaign-analytics';
import { cancelCampaign } from '@/server/campaigns/cancel-campaign';
import { duplicateCampaign } from '@/server/campaigns/duplicate-campaign';
import { getCampaign } from '@/server/campaigns/get-campaign';
import { goalsFor } from '@/server/campaigns/goals';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import { listRuns } from '@/server/campaigns/list-runs';
import { pauseCampaign } from '@/server/campaigns/pause-campaign';
import { previewCampaign } from '@/server/campaigns/preview-campaign';
import { resumeCampaign } from '@/server/campaigns/resume-campaign';
import { updateCampaign } from '@/server/campaigns/update-campaign';
import { type Catcher, startCatcher } from '@/server/channels/catcher/start';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { startWorker, type Worker } from '@/server/jobs/worker';
import { suppress } from '@/server/suppressions/suppress';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { createAudience, createContacts, createContext } from '../factory';
import { createTemplate, openTestDatabase, testWorld, workerEnv } from '../sends/setup';
import { campaign, messagesOf, rowOf } from './setup';

const held = openTestDatabase();
let catcher: Catcher;
let worker: Worker;

beforeAll(async () => {
  catcher = await startCatcher({ databaseUrl: held.url });
  worker = await startWorker(workerEnv(held.url, catcher), testWorld(held.url, catcher), { backoff: () => 500 });
});
afterAll(async () => {
  await worker.stop();
  await catcher.stop();
});

const becomes = (ctx: Ctx, id: string, status: string) =>
  expect.poll(async () => (await getCampaign(ctx, id)).status, { timeout: 20_000, interval: 50 }).toBe(status);
const first = { limit: 25 };

describe('a campaign to several audiences over two channels', () => {
  it('reaches each person once, by the first channel that does, and counts as its preview said', async () => {
    const ctx = await createContext(held.db);
    const phone = (n: number) => `+1415555${2000 + n}`;
    const people = await createContacts(ctx, [
      { name: 'both', phone: phone(1) },
      { name: 'only phone', email: null, phone: phone(2) },
      { name: 'mail suppressed', phone: phone(3) },
      { name: 'mail suppressed, no phone' },
      { name: 'nothing', email: null },
      { name: 'only mail' },
      { name: 'excluded', phone: phone(4) },
      { name: 'in no audience' },
    ]);
    for (const i of [2, 3]) await suppress(ctx, { channel: 'email', address: people[i]?.email ?? '', reason: 'manual' });
    const one = await createAudience(ctx, people.slice(0, 4));
    const two = await createAudience(ctx, [...people.slice(3, 7), ...people.slice(0, 1)]);
    const out = await createAudience(ctx, people.slice(6, 7));
    const audiences = { include: [one.id, two.id], exclude: [out.id] };
    const preview = await previewCampaign(ctx, { audiences, channels: ['email', 'sms'], oncePerPerson: false });
    expect(preview).toMatchObject({
      included: 7,
      excluded: 1,
      received_before: 0,
      people: 6,
      will_receive: 4,
      suppressed: 1,
      unreachable: 1,
      sends: 2,
    });
    expect(preview.channels).toEqual([
      { channel: 'email', will_receive: 2 },
      { channel: 'sms', will_receive: 2 },
    ]);

    const made = await campaign(ctx, audiences.include, { channels: ['email', { channel: 'sms', from: 'Shop' }] }, audiences.exclude);
    expect(made).toMatchObject({ status: 'draft', runs: 0, launched_at: null });
    await launchCampaign(ctx, made.uuid);
    await becomes(ctx, made.uuid, 'finished');
    const sent = await messagesOf(held.db, made.uuid);
    const of = (name: string) =>
      sent.filter((m) => m.contact_id === people.find((p) => p.name === name)?.id).map((m) => [m.channel, m.status]);
    expect(sent.length).toBe(6);
    expect(of('both')).toEqual([['email', 'sent']]);
    expect(of('only mail')).toEqual([['email', 'sent']]);
    expect(of('only phone')).toEqual([['sms', 'sent']]);
    expect(of('mail suppressed')).toEqual([['sms', 'sent']]);
    expect(of('mail suppressed, no phone')).toEqual([['email', 'suppressed']]);
    expect(of('nothing')).toEqual([['email', 'unreachable']]);
    expect(of('excluded')).toEqual([]);
    const { data: runs } = await listRuns(ctx, { campaignId: made.uuid, ...first });
    expect(runs).toMatchObject([
      { status: 'finished', people: 6, missed: 0, counts: { total: 6, sent: 4, suppressed: 1, unreachable: 1 } },
    ]);
    expect(runs[0]?.sends.length).toBe(2);
    expect(
      await held.db.execute(
        sql`select from campaign_recipients r join campaign_runs c on c.id = r.run_id where c.campaign_id = ${made.uuid}`,
      ),
    ).toHaveLength(0);
  });

  it('answers analytics per occurrence, channel and variant, machines apart; its goal is known from the launch on', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 30);
    const made = await campaign(ctx, [audience.id], { subjectVariants: ['One', 'Two'], goal: { event: 'order.paid', withinDays: 3 } });
    expect(await goalsFor(held.db, ctx.orgId, ['order.paid'])).toEqual([]);
    await launchCampaign(ctx, made.uuid);
    await becomes(ctx, made.uuid, 'finished');
    expect(await goalsFor(held.db, ctx.orgId, ['order.paid', 'x'])).toEqual([
      { event: 'order.paid', origin: `campaign:${made.uuid}`, withinDays: 3 },
    ]);
    const rows = await held.db.execute<{ id: string; variant: number }>(
      sql`select m.id, m.variant from messages m join sends s on s.id = m.send_id where s.origin = ${`campaign:${made.uuid}`}`,
    );
    const event = (row: (typeof rows)[number] | undefined, type: 'opened' | 'clicked' | 'converted', isBot = false) => ({
      messageId: row?.id ?? '',
      type,
      isBot,
      occurredAt: new Date(),
    });
    const [a, b] = [rows.find((r) => r.variant === 0), rows.find((r) => r.variant === 1)];
    const events = [event(a, 'opened'), event(a, 'opened'), event(a, 'clicked'), event(b, 'opened', true), event(b, 'converted')];
    await held.db.transaction((db) => recordMessageEvents({ ...ctx, db: db as unknown as Executor }, events));
    const found = await campaignAnalytics(ctx, made.uuid);
    expect(found.total).toMatchObject({
      counts: { total: 30, sent: 30 },
      opened: 1,
      clicked: 1,
      converted: 1,
      bots: { opened: 1, clicked: 0 },
    });
    expect(found.occurrences.length).toBe(1);
    const variants = found.occurrences[0]?.channels[0]?.variants ?? [];
    expect(variants.map((v) => [v.letter, v.subject, v.opened, v.bots.opened, v.converted])).toEqual([
      ['A', 'One', 1, 0, 0],
      ['B', 'Two', 0, 1, 1],
    ]);
    expect(variants.reduce((n, v) => n + v.counts.sent, 0)).toBe(30);
  });
});

describe('an audience that a campaign uses', () => {
  it('is not deleted before the campaign is over; an exclusion that is gone all the same stops the launch', async () => {
    const ctx = await createContext(held.db);
    const [one, out] = [await createAudience(ctx, 2), await createAudience(ctx, 1)];
    const made = await campaign(ctx, [one.id], {}, [out.id]);
    for (const id of [one.id, out.id]) await expect(deleteAudience(ctx, id)).rejects.toMatchObject({ code: 'conflict' });
    await held.db.execute(sql`delete from audiences where id = ${out.id}`);
    expect((await getCampaign(ctx, made.uuid)).audiences.exclude).toEqual([{ id: null, name: out.name }]);
    await expect(launchCampaign(ctx, made.uuid)).rejects.toMatchObject({ message: expect.stringContaining('was deleted') });
    expect(await messagesOf(held.db, made.uuid)).toEqual([]);
  });
});

describe('pause, resume, cancel', () => {
  it('pauses in the middle of the ramp with deliveries under way, and delivers the rest after it, each once', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 40);
    const made = await campaign(ctx, [audience.id], { rampMinutes: 1 });
    await launchCampaign(ctx, made.uuid);
    const counts = async () => (await listRuns(ctx, { campaignId: made.uuid, ...first })).data[0]?.counts;
    await expect.poll(async () => (await counts())?.sent ?? 0, { timeout: 20_000, interval: 50 }).toBeGreaterThan(1);
    expect(await pauseCampaign(ctx, made.uuid)).toMatchObject({ status: 'paused' });
    await expect.poll(async () => (await counts())?.sending).toBe(0);
    const before = await counts();
    await new Promise((resolve) => setTimeout(resolve, 3_500)); // at least two more would have left
    expect(await counts()).toEqual(before);
    await expect(updateCampaign(ctx, made.uuid, { rampMinutes: 5 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('launched'),
    });
    expect(await resumeCampaign(ctx, made.uuid)).toMatchObject({ status: 'running', paused_at: null });
    await held.db.execute(sql`
      update messages set scheduled_at = now() where status = 'scheduled' and send_id in (select id from sends where origin = ${`campaign:${made.uuid}`})`);
    await becomes(ctx, made.uuid, 'finished');
    expect(await counts()).toMatchObject({ total: 40, sent: 40, unknown: 0 });
  });

  it('cancels what has not left', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 20);
    const made = await campaign(ctx, [audience.id], { rampMinutes: 60 });
    await launchCampaign(ctx, made.uuid);
    await expect
      .poll(async () => (await listRuns(ctx, { campaignId: made.uuid, ...first })).data[0]?.counts.total, { timeout: 20_000 })
      .toBe(20);
    const cancelled = await cancelCampaign(ctx, made.uuid);
    expect(cancelled).toMatchObject({ status: 'cancelled', next_at: null });
    const { data } = await listRuns(ctx, { campaignId: made.uuid, ...first });
    expect(data[0]).toMatchObject({ status: 'cancelled' });
    expect((data[0]?.counts.cancelled ?? 0) + (data[0]?.counts.sent ?? 0) + (data[0]?.counts.sending ?? 0)).toBe(20);
    expect(await cancelCampaign(ctx, made.uuid)).toEqual(cancelled);
    await expect(resumeCampaign(ctx, made.uuid)).rejects.toMatchObject({ code: 'conflict' });
    const copy = await duplicateCampaign(ctx, made.uuid);
    expect(copy).toMatchObject({ name: 'Copy of Spring news', status: 'draft', ramp_minutes: 60, channels: made.channels });
    expect(copy.audiences.include).toEqual([{ id: encodeId('audience', audience.id), name: audience.name }]);
  });

  it('pauses itself when it cannot launch, says why, and goes on once that is put right', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 3);
    const template = await createTemplate(ctx);
    const made = await campaign(ctx, [audience.id], {
      templateId: template,
      schedule: { startAt: new Date(Date.now() + 1_500).toISOString() },
      status: 'scheduled',
    });
    expect(made.status).toBe('scheduled');
    await held.db.execute(sql`update templates set archived_at = now() where org_id = ${ctx.orgId}`);
    await becomes(ctx, made.uuid, 'paused');
    expect((await getCampaign(ctx, made.uuid)).error).toContain('no template');
    await expect(resumeCampaign(ctx, made.uuid)).rejects.toMatchObject({ code: 'validation_failed' });
    await held.db.execute(sql`update templates set archived_at = null where org_id = ${ctx.orgId}`);
    await resumeCampaign(ctx, made.uuid);
    await becomes(ctx, made.uuid, 'finished');
    expect((await messagesOf(held.db, made.uuid)).map((m) => m.status)).toEqual(['sent', 'sent', 'sent']);
    expect((await rowOf(held.db, made.uuid)).error).toBeNull();
  });
});
