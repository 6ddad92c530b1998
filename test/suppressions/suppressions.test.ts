import { eq } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { deleteContact } from '@/server/contacts/delete-contact';
import type { Ctx } from '@/server/context';
import { messages, sends, templates, templateVersions } from '@/server/db/schema/sends';
import { liftSuppression } from '@/server/suppressions/lift-suppression';
import { listSuppressions } from '@/server/suppressions/list-suppressions';
import { suppress } from '@/server/suppressions/suppress';
import { createContacts, createContext, unique, uuidOf } from '../factory';
import { audits, everythingOf, openTestDatabase } from '../import/setup';

const test = openTestDatabase();
const newContext = () => createContext(test.db);

type Status = (typeof messages.$inferInsert)['status'];

/** A send whose ledger has one message per given status, to that many contacts. */
async function ledger(ctx: Ctx, rows: { address: string; status: Status; channel?: 'email' | 'sms'; contactId?: string }[]) {
  const key = unique();
  const [template] = await test.db.insert(templates).values({ orgId: ctx.orgId, slug: key, name: key, version: 1 }).returning();
  const content = { version: 1, source: {}, subject: 's', html: 'h', text: 't', sms: '' };
  const [version] = await test.db
    .insert(templateVersions)
    .values({ ...content, orgId: ctx.orgId, templateId: template?.id ?? '' })
    .returning();
  const plan = {
    audienceName: 'a',
    channel: 'email' as const,
    fromAddress: 'x@example.com',
    subjectVariants: [],
    variables: {},
    rampMinutes: 0,
  };
  const at = { startsAt: ctx.now, endsAt: ctx.now, createdBy: 'test' };
  const [send] = await test.db
    .insert(sends)
    .values({ ...plan, ...at, orgId: ctx.orgId, templateVersionId: version?.id ?? '' })
    .returning();
  await test.db.insert(messages).values(rows.map((r) => ({ channel: 'email' as const, ...r, orgId: ctx.orgId, sendId: send?.id ?? '' })));
  const statuses = async () =>
    (
      await test.db
        .select()
        .from(messages)
        .where(eq(messages.sendId, send?.id ?? ''))
        .orderBy(messages.id)
    )
      .map((m) => m.status)
      .sort();
  return { statuses };
}

describe('suppressions', () => {
  it('take any spelling of an address, once, and are audited without it', async () => {
    const ctx = await newContext();
    const made = await suppress(ctx, { channel: 'email', address: ' ANN@München.de', reason: 'complaint' });
    expect(made).toMatchObject({ channel: 'email', address: 'ann@xn--mnchen-3ya.de', reason: 'complaint' });
    expect(await suppress(ctx, { channel: 'email', address: 'ann@xn--mnchen-3ya.de', reason: 'manual' })).toEqual(made);
    await suppress(ctx, { channel: 'sms', address: '+1 (415) 555-0100', reason: 'stop' });
    const many = await Promise.all(
      Array.from({ length: 5 }, () => suppress(ctx, { channel: 'email', address: 'b@example.com', reason: 'manual' })),
    );
    expect(new Set(many.map((s) => s.id)).size).toBe(1);
    const list = await listSuppressions(ctx, { limit: 9 });
    expect(list.data.map((s) => s.address)).toEqual(['b@example.com', '+14155550100', 'ann@xn--mnchen-3ya.de']);
    expect((await listSuppressions(ctx, { limit: 9, channel: 'sms' })).data).toHaveLength(1);
    expect((await listSuppressions(ctx, { limit: 9, q: 'xn--' })).data).toHaveLength(1);
    const page = await listSuppressions(ctx, { limit: 1 });
    expect((await listSuppressions(ctx, { limit: 1, cursor: page.next_cursor ?? '' })).data).toMatchObject([{ channel: 'sms' }]);
    const log = await audits(ctx);
    expect(log.map((a) => a.action)).toEqual(Array(3).fill('suppression.created'));
    expect(JSON.stringify(log)).not.toContain('xn--mnchen');
    await expect(suppress(ctx, { channel: 'email', address: 'Ann <a@example.com>', reason: 'manual' })).rejects.toMatchObject({
      issues: [{ path: ['address'] }],
    });
    await expect(suppress(ctx, { channel: 'sms', address: '555 0100', reason: 'manual' })).rejects.toMatchObject({
      issues: [{ path: ['address'] }],
    });
  });

  it('stop what waits to go to the address on that channel, and nothing else', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const address = 'ann@example.com';
    const rows = (['scheduled', 'claimed', 'sending', 'sent', 'failed', 'cancelled'] as const).map((status) => ({ address, status }));
    const mine = await ledger(ctx, [
      ...rows,
      { address: 'bob@example.com', status: 'scheduled' },
      { address, status: 'scheduled', channel: 'sms' },
    ]);
    const theirs = await ledger(other, [{ address, status: 'scheduled' }]);
    await suppress(ctx, { channel: 'email', address: 'ANN@example.com', reason: 'unsubscribe' });
    expect(await mine.statuses()).toEqual(['cancelled', 'failed', 'scheduled', 'scheduled', 'sending', 'sent', 'suppressed', 'suppressed']);
    expect(await theirs.statuses()).toEqual(['scheduled']);
    expect((await audits(ctx))[0]?.data).toEqual({ channel: 'email', reason: 'unsubscribe', messages_suppressed: 2 });
  });

  it('are lifted, audited, and nothing that was stopped starts again', async () => {
    const ctx = await newContext();
    const { statuses } = await ledger(ctx, [{ address: 'a@example.com', status: 'scheduled' }]);
    const made = await suppress(ctx, { channel: 'email', address: 'a@example.com', reason: 'manual' });
    const id = uuidOf('suppression', made.id);
    await liftSuppression(ctx, id);
    expect((await listSuppressions(ctx, { limit: 9 })).data).toEqual([]);
    expect(await statuses()).toEqual(['suppressed']);
    await expect(liftSuppression(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
    expect((await audits(ctx)).map((a) => a.action)).toEqual(['suppression.created', 'suppression.lifted']);
  });

  it('of another organization are not found, and stay as they are', async () => {
    const [ctx, other] = [await newContext(), await newContext()];
    const theirs = await suppress(other, { channel: 'email', address: 'a@example.com', reason: 'manual' });
    const before = await everythingOf(other);
    await expect(liftSuppression(ctx, uuidOf('suppression', theirs.id))).rejects.toMatchObject({ code: 'not_found' });
    expect((await listSuppressions(ctx, { limit: 9 })).data).toEqual([]);
    await suppress(ctx, { channel: 'email', address: 'a@example.com', reason: 'stop' });
    expect(await everythingOf(other)).toBe(before);
  });
});

describe('a deleted contact', () => {
  it('is not sent what still waits, and the ledger keeps its rows', async () => {
    const ctx = await newContext();
    const [contact] = await createContacts(ctx, 1);
    const contactId = contact?.id ?? '';
    const first = await ledger(ctx, [{ address: 'a@example.com', status: 'scheduled', contactId }]);
    const second = await ledger(ctx, [{ address: 'a@example.com', status: 'sent', contactId }]);
    await deleteContact(ctx, contactId);
    expect([await first.statuses(), await second.statuses()]).toEqual([['cancelled'], ['sent']]);
  });
});
