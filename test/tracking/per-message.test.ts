import { eq, sql } from 'drizzle-orm';
import { describe, expect, it, test } from 'vitest';
import { encodeId } from '@/contracts/ids';
import { overviewQuery } from '@/contracts/report';
import { templateSource } from '@/contracts/template';
import { currentVersion, findAutomation } from '@/server/automations/find-automation';
import { startRuns } from '@/server/automations/start-runs';
import { updateAutomation } from '@/server/automations/update-automation';
import { campaignAnalytics } from '@/server/campaigns/campaign-analytics';
import { launchCampaign } from '@/server/campaigns/launch-campaign';
import type { Ctx } from '@/server/context';
import { sends } from '@/server/db/schema/sends';
import { checkTotals } from '@/server/reports/check-totals';
import { foldDeltas } from '@/server/reports/fold-deltas';
import { reportOverview } from '@/server/reports/report-overview';
import { reportVariants } from '@/server/reports/report-variants';
import { decideTracking } from '@/server/sends/decide-tracking';
import { getSend } from '@/server/sends/get-send';
import { openSend } from '@/server/sends/open-send';
import { previewSend } from '@/server/sends/preview-send';
import { createTemplate as createWritten } from '@/server/templates/create-template';
import { updateTemplate } from '@/server/templates/update-template';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { updateTrackingSettings } from '@/server/tracking/update-tracking-settings';
import { createActive, define, drive, runsOf } from '../automations/setup';
import { campaign, launchAll, runsOf as occurrencesOf, wake } from '../campaigns/setup';
import { createAudience, createContact, createContacts, createContext, uuidOf } from '../factory';
import { closeWorld, faultWorld } from '../faults/world';
import { createSent } from '../reports/setup';
import { body, createTemplate, openTestDatabase, schedule } from '../sends/setup';

const held = openTestDatabase();
const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();

const trackedBy = async (ctx: Ctx, sendId: string) => {
  const { track_opens, track_clicks } = await getSend(ctx, uuidOf('send', sendId));
  return [track_opens, track_clicks];
};

describe('what a send is tracked by', () => {
  const wishes = [true, false, null, undefined];
  const cases = [true, false].flatMap((on) => wishes.flatMap((own) => wishes.map((template) => ({ on, own, template }))));
  it.each(cases)('is said by the organization ($on), the send ($own), the template ($template), in this order', ({ on, own, template }) => {
    const [expected] = [on ? null : false, own, template, on].filter((word) => word === true || word === false);
    const decided = (channel: 'email' | 'sms') =>
      decideTracking({
        channel,
        organization: { opens: on, clicks: true },
        own: { track_opens: own },
        template: { track_opens: template },
      });
    expect(decided('email')).toEqual({ opens: expected, clicks: true });
    expect(decided('sms')).toEqual({ opens: false, clicks: false });
  });

  it('is decided when it is scheduled: what is edited later changes nothing, but what the organization switches off', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 1);
    const source = templateSource.parse({ subject: 'Your new password', body: 'Keep it to yourself.' });
    const made = await createWritten(ctx, { name: 'Password', source, track_opens: false });
    const { slug } = made;
    const later = { template: slug, scheduled_at: tomorrow() };
    const silent = await schedule(ctx, audience.id, later);
    const loud = await schedule(ctx, audience.id, { ...later, track_opens: true });
    expect([await trackedBy(ctx, silent.send_id), await trackedBy(ctx, loud.send_id)]).toEqual([
      [false, true],
      [true, true],
    ]);
    const edited = await updateTemplate(ctx, { id: uuidOf('template', made.id), patch: { track_opens: true, track_clicks: false } });
    expect(edited).toMatchObject({ version: 1, track_opens: true, track_clicks: false });
    expect(await trackedBy(ctx, silent.send_id)).toEqual([false, true]);
    expect((await openSend(held.db, ctx.orgId, uuidOf('send', silent.send_id)))?.tracking).toEqual({ opens: false, clicks: true });

    const begun = await schedule(ctx, audience.id, { template: slug });
    await updateTrackingSettings(ctx, { opens: false });
    expect(await trackedBy(ctx, loud.send_id), 'has not begun').toEqual([false, true]);
    expect(await trackedBy(ctx, begun.send_id), 'has begun').toEqual([true, false]);
    const refused = await schedule(ctx, audience.id, { ...later, track_opens: true });
    expect(await trackedBy(ctx, refused.send_id)).toEqual([false, false]);
    expect(refused.warnings).toEqual([expect.objectContaining({ code: 'not_tracked' })]);
    await updateTrackingSettings(ctx, { opens: true });
    expect(await trackedBy(ctx, refused.send_id), 'on is not made up for').toEqual([false, false]);
    const preview = await previewSend(ctx, body(audience.id, { template: slug, track_opens: false }));
    expect(preview).toMatchObject({ track_opens: false, track_clicks: false });
  });

  it('is nothing for a text message, which refuses to be asked', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 1);
    const sms = { template: await createTemplate(ctx), channel: 'sms' as const, from: '+14155550100' };
    expect(await trackedBy(ctx, (await schedule(ctx, audience.id, { ...sms, track_opens: false })).send_id)).toEqual([false, false]);
    await expect(schedule(ctx, audience.id, { ...sms, track_clicks: true })).rejects.toMatchObject({
      issues: [{ path: ['track_clicks'], code: 'email_only' }],
    });
  });
});

test('a campaign says it for its sends, and its analytics what is known', async () => {
  const ctx = await createContext(held.db);
  const audience = await createAudience(ctx, 2);
  const made = await campaign(ctx, [audience.id], { trackOpens: false });
  expect(made).toMatchObject({ track_opens: false, track_clicks: null });
  await launchCampaign(ctx, made.uuid);
  await wake(held.db, ctx, made.uuid, new Date());
  const [run] = await occurrencesOf(held.db, made.uuid);
  await launchAll(held.db, ctx, run?.id ?? '');
  const [send] = await held.db
    .select()
    .from(sends)
    .where(eq(sends.origin, `campaign:${made.uuid}`));
  expect([send?.trackOpens, send?.trackClicks]).toEqual([false, true]);
  await held.db.execute(sql`update messages set status = 'sent', sent_at = now() where send_id = ${send?.id}`);
  expect((await campaignAnalytics(ctx, made.uuid)).total).toMatchObject({ counts: { sent: 2 }, tracked: { opens: 0, clicks: 2 } });
});

test('a step of an automation goes on with its send until something else is tracked', async () => {
  const ctx = await createContext(held.db);
  const world = faultWorld(held.url, 'smtp://127.0.0.1:9', 'http://127.0.0.1:9');
  const mail = { id: 'mail', type: 'send', channel: 'email', template: await createTemplate(ctx), from: 'hello@example.com' };
  const id = await createActive(ctx, { steps: [{ ...mail, track_clicks: false }] });
  const enter = async () => {
    const { id: contactId } = await createContact(ctx);
    const version = await currentVersion(ctx, await findAutomation(ctx, id));
    await startRuns(ctx, version, [{ contactId, key: contactId, trigger: { type: 'webhook' }, chain: 0 }]);
    for (const run of await runsOf(held.db, id)) await drive(world, ctx, run);
  };
  const made = async () =>
    (
      await held.db
        .select()
        .from(sends)
        .where(eq(sends.origin, `automation:${id}`))
        .orderBy(sends.id)
    ).map((s) => [s.trackOpens, s.trackClicks, s.total]);
  await enter();
  await enter();
  expect(await made()).toEqual([[true, false, 2]]);
  await updateTrackingSettings(ctx, { opens: false });
  await enter();
  await updateTrackingSettings(ctx, { opens: true });
  await enter();
  expect(await made()).toEqual([
    [true, false, 3],
    [false, false, 1],
  ]);
  await expect(
    updateAutomation(ctx, {
      id,
      name: 'x',
      definition: define({ steps: [{ ...mail, channel: 'sms', from: '+14155550100', track_opens: true }] }) as never,
    }),
  ).rejects.toMatchObject({ issues: [expect.objectContaining({ code: 'email_only', path: ['definition', 'steps', 0, 'track_opens'] })] });
  await closeWorld(world);
});

test.each([['waiting'], ['folded']])('rates are shares of what is tracked (%s)', async (state) => {
  const ctx = await createContext(held.db, { now: new Date('2026-04-01T00:00:00Z') });
  const people = (await createContacts(ctx, 4)).map((p) => p.id);
  const startsAt = new Date('2026-03-03T09:00:00Z');
  const audience = await createAudience(ctx, []);
  const known = await createSent(ctx, people, { startsAt, audienceId: audience.id });
  const unknown = await createSent(ctx, people, { startsAt, audienceId: audience.id, trackOpens: false, trackClicks: false });
  const event = (message: { id: string } | undefined, type: 'opened' | 'clicked' | 'bounced') => ({
    messageId: message?.id ?? '',
    type,
    occurredAt: new Date('2026-03-03T10:00:00Z'),
    dedupeId: `${message?.id}${type}`,
  });
  await recordMessageEvents(ctx, [
    ...known.messages.slice(0, 2).map((m) => event(m, 'opened')),
    event(known.messages[0], 'clicked'),
    event(unknown.messages[0], 'bounced'),
    event(unknown.messages[1], 'opened'), // of a provider that tracks by itself: counted, but no share of what we track
  ]);
  if (state === 'folded') await foldDeltas(held.db, 0);
  const report = async (within: object) =>
    (await reportOverview(ctx, overviewQuery.parse({ from: '2026-03-01', to: '2026-03-31', ...within }))).totals;
  for (const within of [{}, { audience_id: encodeId('audience', audience.id) }]) {
    const { counts, tracked, rates } = await report(within);
    expect([counts.sent.messages, counts.opened.messages, tracked]).toEqual([8, 3, { opens: 4, clicks: 4 }]);
    expect(rates.opened).toEqual({ of: 'reached', base: 4, rate: 0.5 });
    expect(rates.clicked).toEqual({ of: 'reached', base: 4, rate: 0.25 });
    expect(rates.clicked_of_opened).toEqual({ of: 'opened', base: 2, rate: 0.5 });
    expect(rates.unsubscribed.base).toBe(7);
  }
  const alone = await report({ send_id: encodeId('send', unknown.id) });
  expect([alone.tracked, alone.rates.opened.rate, alone.rates.clicked.rate]).toEqual([{ opens: 0, clicks: 0 }, null, null]);
  expect(await checkTotals(ctx)).toEqual([]);
  const { tests } = await reportVariants(ctx, unknown.id);
  expect(tests.map((t) => [t.metric, t.verdict])).toEqual([
    ['opened', 'not_tracked'],
    ['clicked', 'not_tracked'],
    ['converted', 'too_few'],
  ]);
});
