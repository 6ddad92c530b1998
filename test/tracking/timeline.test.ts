import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TimelineEntry } from '@/contracts/events';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { automationRunSteps, automationRuns, automations, automationVersions } from '@/server/db/schema/automations';
import { audienceStays } from '@/server/db/schema/membership';
import { recordEvents } from '@/server/events/record-events';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { createAudience, createContact, unique } from '../factory';
import { keyOf, type TestApp, tenant, testApp } from '../rest/app';
import { call, pages } from '../rest/v1';
import { sentMessage } from './setup';

let app: TestApp;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:events']);
});
afterAll(() => app.close());

const minutesAgo = (n: number) => new Date(Date.now() - n * 60_000);

describe('the timeline of a contact', () => {
  it('says in sentences what happened, newest first, machines marked', async () => {
    const message = await sentMessage(ctx, { sentAt: minutesAgo(60) });
    const { contactId } = message;
    const [template] = await app.db.execute<{ name: string }>(sql`
      select p.name from sends s join template_versions v on v.id = s.template_version_id join templates p on p.id = v.template_id
      where s.id = ${message.sendId}`);
    const name = `“${template?.name}”`;
    const event = (type: 'opened' | 'clicked' | 'bounced' | 'unsubscribed' | 'delivered', n: number, more = {}) => ({
      messageId: message.id,
      type,
      occurredAt: minutesAgo(n),
      ...more,
    });
    await app.db.transaction((tx) =>
      recordMessageEvents({ ...ctx, db: tx }, [
        event('delivered', 59),
        event('opened', 58, { isBot: true, detail: { machine: 'mail privacy proxy' } }),
        event('opened', 50),
        event('clicked', 49, { url: 'https://shop.example/a' }),
        event('unsubscribed', 40),
      ]),
    );
    await recordEvents(ctx, [
      { contact_id: contactId, name: 'page_view', properties: { url: '/pricing' }, occurred_at: minutesAgo(45).toISOString() },
      { contact_id: contactId, name: 'order.paid', properties: { total: 42 }, occurred_at: minutesAgo(44).toISOString() },
    ]);
    const audience = await createAudience(ctx, [], { name: 'Buyers' });
    const stay = { orgId: ctx.orgId, audienceId: audience.id, contactId };
    await app.db.insert(audienceStays).values([
      { ...stay, enteredAt: minutesAgo(43), enteredBy: 'contact_events', leftAt: minutesAgo(30), leftBy: 'contacts' },
      { ...stay, enteredAt: minutesAgo(20), enteredBy: 'watch' },
    ]);
    const [automation] = await app.db
      .insert(automations)
      .values({ orgId: ctx.orgId, name: 'Welcome', triggerType: 'event', hookToken: unique(), createdBy: 'test' })
      .returning();
    const ids = { orgId: ctx.orgId, automationId: automation?.id ?? '' };
    const [version] = await app.db
      .insert(automationVersions)
      .values({ ...ids, version: 1, definition: {}, createdBy: 'test' })
      .returning();
    const [run] = await app.db
      .insert(automationRuns)
      .values({
        ...ids,
        versionId: version?.id ?? '',
        contactId,
        entry: 1,
        status: 'exited',
        reason: 'goal',
        dedupeKey: unique(),
        startedAt: minutesAgo(10),
        endedAt: minutesAgo(5),
      })
      .returning();
    const runId = run?.id ?? '';
    const step = (stepId: string, type: string, n: number, more: object = {}) => ({
      orgId: ctx.orgId,
      runId,
      stepId,
      visit: 1,
      type,
      status: 'done' as const,
      startedAt: minutesAgo(n),
      endedAt: minutesAgo(n),
      ...more,
    });
    await app.db
      .insert(automationRunSteps)
      .values([
        step('tag', 'tag', 9, { result: { tag: 'vip', changed: true } }),
        step('call', 'webhook', 8, { status: 'failed', error: 'answered 500' }),
        step('mail', 'send', 7, { result: { message_status: 'scheduled' } }),
        step('later', 'wait', 5, { result: { ended_by: 'goal' } }),
        step('now', 'wait', 4, { status: 'waiting', endedAt: null }),
      ]);
    const { body } = await call('GET', `/contacts/${encodeId('contact', contactId)}/timeline`, undefined, { key });
    expect(body.data.map((e: TimelineEntry) => [e.text, e.is_bot])).toEqual([
      ['Left the automation Welcome: reached the goal', false],
      ['Welcome: the step call failed: answered 500', false],
      ['Welcome: added the tag “vip”', false],
      ['Entered the automation Welcome', false],
      ['Was in Buyers when its history began', false],
      ['Left Buyers', false],
      [`Unsubscribed from ${name}`, false],
      ['Entered Buyers', false],
      ['order.paid', false],
      ['Visited /pricing', false],
      [`Clicked https://shop.example/a in ${name}`, false],
      [`Opened ${name}`, false],
      [`A machine loaded ${name} (mail privacy proxy)`, true],
      [`${name} was delivered`, false],
      [`${name} was sent by email`, false],
    ]);
    for (const entry of [0, 1, 2, 3]) expect(body.data[entry].data.run_id).toBe(encodeId('automationRun', runId));
    expect(body.data[5]).toMatchObject({ kind: 'audience', audience_id: encodeId('audience', audience.id), data: { cause: 'contacts' } });
    expect(body.data[10]).toMatchObject({ send_id: encodeId('send', message.sendId), data: { url: 'https://shop.example/a' } });
  });

  it('is read in pages that neither repeat nor hide, also when much happened in one moment', async () => {
    const contact = await createContact(ctx);
    const at = minutesAgo(5).toISOString();
    await recordEvents(
      ctx,
      Array.from({ length: 23 }, (_, i) => ({
        contact_id: contact.id,
        name: `e${i}`,
        occurred_at: i % 3 ? at : minutesAgo(i).toISOString(),
      })),
    );
    const all = await pages<TimelineEntry>(`/contacts/${encodeId('contact', contact.id)}/timeline`, key, 4);
    expect(new Set(all.map((e) => e.text)).size).toBe(23);
    expect(all).toHaveLength(23);
    expect(all.map((e) => e.at)).toEqual([...all.map((e) => e.at)].sort().reverse());
  });

  it('refuses what is no cursor', async () => {
    const contact = await createContact(ctx);
    for (const cursor of ['x', Buffer.from('[1]').toString('base64url'), encodeId('contact', contact.id)]) {
      const answer = await call('GET', `/contacts/${encodeId('contact', contact.id)}/timeline?cursor=${cursor}`, undefined, { key });
      expect(answer.status).toBe(422);
    }
  });
});
