import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { Gatherer } from '@/server/db/gather';
import { campaigns } from '@/server/db/schema/campaigns';
import { recordEvent } from '@/server/events/record-event';
import { recordEvents } from '@/server/events/record-events';
import { recordMessageEvents } from '@/server/tracking/record-message-events';
import { createContact, createContacts, unique } from '../factory';
import { keyOf, type TestApp, tenant, testApp } from '../rest/app';
import { call, pages } from '../rest/v1';
import { eventsOf, sentMessage } from './setup';

let app: TestApp;
let ctx: Ctx;
let key: string;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
  key = await keyOf(ctx, ['read:events', 'write:events']);
});
afterAll(() => app.close());

const count = async (contactId: string) => {
  const [row] = await app.db.execute<{ n: number }>(sql`select count(*)::int n from contact_events where contact_id = ${contactId}`);
  return row?.n;
};

describe('POST /events', () => {
  it('takes one, once for each id, however often it is delivered', async () => {
    const contact = await createContact(ctx);
    const event = { email: ` ${contact.email?.toUpperCase()} `, name: 'order.paid', properties: { total: 42 }, id: unique() };
    for (let i = 0; i < 5; i++) {
      const { status, body } = await call('POST', '/events', event, { key });
      expect([status, body.recorded, body.contact_id]).toEqual([201, i === 0, encodeId('contact', contact.id)]);
    }
    const raced = await Promise.all(Array.from({ length: 20 }, () => call('POST', '/events', { ...event, id: 'raced' }, { key })));
    expect(raced.filter((a) => a.body.recorded)).toHaveLength(1);
    expect(await count(contact.id)).toBe(2);
  });

  it('takes a batch: what is wrong is named by its index, the rest is recorded, and the numbers add up', async () => {
    const [a, b] = await createContacts(ctx, 2);
    const fresh = `${unique()}@example.com`;
    const events = [
      { email: a?.email, name: 'viewed', id: 'one' },
      { email: `nobody-${unique()}@example.com`, name: 'viewed' },
      { email: 'no address', name: 'viewed' },
      { email: fresh, name: 'viewed', create_contact: true, id: 'two' },
      { email: fresh.toUpperCase(), name: 'viewed', create_contact: true, id: 'three' },
      { contact_id: encodeId('contact', b?.id ?? ''), name: 'viewed', id: 'one' },
      { phone: '+14155550123', name: 'viewed', create_contact: true },
      { email: a?.email, name: 'viewed', occurred_at: '2999-01-01T00:00:00Z' },
      { email: a?.email, name: 'viewed', properties: { x: 'a\u0000b' } },
    ];
    const { body } = await call('POST', '/events', JSON.stringify({ events }).replace('\\u0000', ''), { key });
    expect(body).toMatchObject({ recorded: 5, duplicates: 1, contacts_created: 2 });
    expect(body.rejected.map((r: { index: number; code: string }) => [r.index, r.code])).toEqual([
      [1, 'unknown_contact'],
      [2, 'invalid_email'],
      [7, 'in_the_future'],
    ]);
    const again = await call('POST', '/events', { events: events.slice(0, 6) }, { key });
    expect(again.body).toMatchObject({ recorded: 0, duplicates: 4, contacts_created: 0 });
    expect((await recordEvents(ctx, [{ email: a?.email ?? '', name: 'x', properties: { x: 'a\u0000b' } }])).rejected[0]?.code).toBe(
      'invalid_text',
    );
  });

  it('names the place of what does not have the shape, of one and of a batch', async () => {
    const places = async (body: unknown) => {
      const answer = await call('POST', '/events', body, { key });
      expect(answer.status).toBe(422);
      return answer.body.error.errors.map((e: { path: unknown[]; code: string }) => [e.path.join('.'), e.code]);
    };
    expect(await places({ email: 'a@example.com' })).toEqual([['name', 'required']]);
    expect(await places({ email: 'a@example.com', name: 'x', nam: 1 })).toEqual([['nam', 'unknown_field']]);
    expect(
      await places({
        events: [
          { email: 'a@example.com', name: 'x' },
          { email: 'a@example.com', name: '' },
        ],
      }),
    ).toEqual([['events.1.name', 'too_small']]);
    expect(await places({ events: [] })).toEqual([['events', 'too_small']]);
    const both = await places({
      contact_id: encodeId('contact', '01970000-0000-7000-8000-000000000001'),
      email: 'a@example.com',
      name: 'x',
    });
    expect(both).toEqual([['', 'invalid']]);
  });

  it('creates a contact once, audited, also when many ask at once', async () => {
    const email = `${unique()}@example.com`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => recordEvent(ctx, { email, name: 'signup', create_contact: true })));
    expect(new Set(answers.map((a) => a.contact_id)).size).toBe(1);
    const audited = await app.db.execute(
      sql`select 1 from audit_log where target = ${answers[0]?.contact_id} and action = 'contact.created'`,
    );
    expect(audited).toHaveLength(1);
  });

  it('lists a contact’s events in pages', async () => {
    const contact = await createContact(ctx);
    await recordEvents(
      ctx,
      Array.from({ length: 5 }, (_, i) => ({ contact_id: contact.id, name: i % 2 ? 'odd' : 'even' })),
    );
    const id = encodeId('contact', contact.id);
    expect(await pages(`/events?contact_id=${id}`, key)).toHaveLength(5);
    expect((await call('GET', `/events?contact_id=${id}&name=odd`, undefined, { key })).body.data).toHaveLength(2);
    expect((await call('GET', '/events', undefined, { key })).status).toBe(422);
  });
});

describe('rounds', () => {
  it('give each its own answer, and let nobody fail for another', async () => {
    const rounds: number[][] = [];
    const gatherer = new Gatherer<number, number>(async (items) => {
      rounds.push(items);
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (items.includes(13)) throw new Error('thirteen');
      return items.map((i) => i * 2);
    });
    const answers = await Promise.allSettled(Array.from({ length: 20 }, (_, i) => gatherer.add(i)));
    expect(rounds[0]).toEqual([0]);
    expect(answers.map((a) => (a.status === 'fulfilled' ? a.value : 'failed'))).toEqual(
      Array.from({ length: 20 }, (_, i) => (i === 13 ? 'failed' : i * 2)),
    );
    expect(await gatherer.add(1)).toBe(2);
  });
});

describe('goals', () => {
  const day = 86_400_000;
  const ago = (days: number) => new Date(Date.now() - days * day);

  async function campaign(values: Partial<typeof campaigns.$inferInsert> = {}): Promise<string> {
    const [row] = await app.db
      .insert(campaigns)
      .values({
        orgId: ctx.orgId,
        name: unique(),
        createdBy: 'test',
        goalEvent: 'order.paid',
        goalWithinDays: 3,
        launchedAt: ago(30),
        ...values,
      })
      .returning();
    return `campaign:${row?.id}`;
  }
  const copy = async (origin: string, contactId: string, sentAt: Date) => {
    const message = await sentMessage(ctx, { origin, sentAt });
    await app.db.execute(sql`update messages set contact_id = ${contactId} where id = ${message.id}`);
    return message.id;
  };
  const converted = async (id: string) => (await eventsOf(app.db, id)).filter((e) => e.type === 'converted').length;

  it('are met by the message touched last, within its days, once for each event', async () => {
    const origin = await campaign();
    const contact = await createContact(ctx);
    const [old, touched, last] = [
      await copy(origin, contact.id, ago(9)),
      await copy(origin, contact.id, ago(2)),
      await copy(origin, contact.id, ago(1)),
    ];
    const elsewhere = await copy(await campaign({ goalEvent: 'other' }), contact.id, ago(0.5));
    await app.db.transaction((tx) =>
      recordMessageEvents({ ...ctx, db: tx }, [
        { messageId: touched, type: 'clicked', occurredAt: ago(0.1), url: 'https://shop.example/' },
      ]),
    );
    const event = { contact_id: contact.id, name: 'order.paid', id: unique() };
    for (let i = 0; i < 3; i++) await recordEvent(ctx, event);
    expect(await Promise.all([old, touched, last, elsewhere].map(converted))).toEqual([0, 1, 0, 0]);
    // an earlier event that arrives late: nothing had been touched then
    await recordEvent(ctx, { ...event, id: unique(), occurred_at: ago(0.2).toISOString() });
    expect(await Promise.all([old, touched, last, elsewhere].map(converted))).toEqual([0, 1, 1, 0]);
    await recordEvent(ctx, { ...event, name: 'something else', id: unique() });
    expect(await Promise.all([old, touched, last, elsewhere].map(converted))).toEqual([0, 1, 1, 0]);
  });

  it('are met by nobody who was not written to, or too long ago', async () => {
    const origin = await campaign();
    const contact = await createContact(ctx);
    const message = await copy(origin, contact.id, ago(4));
    await recordEvent(ctx, { contact_id: contact.id, name: 'order.paid' });
    await recordEvent(ctx, { contact_id: contact.id, name: 'order.paid', occurred_at: ago(5).toISOString() });
    expect(await converted(message)).toBe(0);
  });
});
