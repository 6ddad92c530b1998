import { eq, sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { suppressions } from '@/server/db/schema/contacts';
import { auditLog, outbox } from '@/server/db/schema/platform';
import { messages, sends, templates } from '@/server/db/schema/sends';
import { previewSend } from '@/server/sends/preview-send';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { body, createTemplate, fillAudience, ledger, openTestDatabase, schedule } from './setup';

const held = openTestDatabase();
const issues = (error: AppError) => `${error.code} ${error.issues.map((i) => `${i.path.join('.')}: ${i.code}`).join()}`;
const refusal = (promise: Promise<unknown>) => promise.then(() => 'accepted', issues);

describe('scheduleSend', () => {
  it('writes one row for each member and an answer whose sum closes, with audit and event in the same transaction', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(ctx, [...Array.from({ length: 7 }, () => ({})), { email: null, phone: '+14155550100' }]);
    await ctx.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: people[2]?.email as string, reason: 'bounce' });
    await ctx.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'sms', address: people[3]?.email as string, reason: 'stop' });
    const audience = await createAudience(ctx, people);
    const template = await createTemplate(ctx);
    const preview = await previewSend(ctx, body(audience.id, { template, ramp_minutes: 60 }));
    const answer = await schedule(ctx, audience.id, { template, ramp_minutes: 60 });
    expect(answer).toEqual({
      send_id: expect.stringMatching(/^snd_/),
      audience_id: encodeId('audience', audience.id),
      total: 8,
      scheduled: 6,
      suppressed: 1,
      unreachable: 1,
      duplicates: 0,
      starts_at: ctx.now.toISOString(),
      ends_at: new Date(ctx.now.getTime() + 3_600_000).toISOString(),
      warnings: [],
    });
    const { send_id, audience_id, scheduled, ...same } = answer;
    expect(preview).toEqual({ ...same, will_receive: scheduled, slices: 1, track_opens: true, track_clicks: true });
    const id = uuidOf('send', send_id);
    const rows = await ledger(held.db, id);
    expect(rows.map((r) => r.at)).toEqual(
      [0, 1, 2, 3, 4, 5].map((k) => ctx.now.getTime() + Math.floor((k * 3_600_000) / 6)).concat([null, null] as never),
    );
    expect(rows.filter((r) => r.status === 'suppressed').map((r) => r.address)).toEqual([people[2]?.email]);
    const [send] = await ctx.db.select().from(sends).where(eq(sends.id, id));
    expect(send).toMatchObject({ status: 'scheduled', total: 8, frozenAt: ctx.now, fromAddress: 'hello@example.com' });
    const [event] = await ctx.db
      .select()
      .from(outbox)
      .where(eq(outbox.eventId, `send-${id}`));
    expect(event).toMatchObject({ name: 'send/scheduled', data: { org_id: ctx.orgId, send_id: id, wake_at: ctx.now.toISOString() } });
    const log = await ctx.db.select().from(auditLog).where(eq(auditLog.target, send_id));
    expect(log).toMatchObject([{ action: 'send.scheduled', orgId: ctx.orgId, data: { total: 8, scheduled: 6 } }]);
  });

  it('stores the letter of the subject, for email only', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(
      ctx,
      await createContacts(
        ctx,
        Array.from({ length: 40 }, (_, i) => ({ phone: `+1415555${1000 + i}` })),
      ),
    );
    const template = await createTemplate(ctx);
    const { send_id } = await schedule(ctx, audience.id, { template, subject_variants: ['One', 'Two', 'Three'] });
    const rows = await ledger(held.db, uuidOf('send', send_id));
    expect(new Set(rows.map((r) => r.metadata.subject_variant))).toEqual(new Set(['A', 'B', 'C']));
    for (const row of rows) expect(row.metadata).toEqual({ subject_variant: 'ABC'[row.variant] });
    const sms = await schedule(ctx, audience.id, { template, channel: 'sms', from: undefined });
    const texts = await ledger(held.db, uuidOf('send', sms.send_id));
    expect(texts.every((r) => r.variant === 0 && !Object.keys(r.metadata).length && r.address?.startsWith('+1415'))).toBe(true);
    expect(await refusal(schedule(ctx, audience.id, { template, channel: 'sms', from: 'Shop', subject_variants: ['a', 'b'] }))).toBe(
      'validation_failed subject_variants: email_only',
    );
  });

  it('wakes a little before a later start, and says what happened to a local time', async () => {
    const ctx = await createContext(held.db, { now: new Date('2027-01-01T00:00:00Z') });
    const audience = await createAudience(ctx, 1);
    const answer = await schedule(ctx, audience.id, {
      template: await createTemplate(ctx),
      scheduled_local: '2027-03-14 02:30',
      scheduled_at_tz: 'America/New_York',
    });
    expect(answer).toMatchObject({ starts_at: '2027-03-14T07:30:00.000Z', warnings: [{ code: 'local_time_skipped' }] });
    const id = uuidOf('send', answer.send_id);
    const [event] = await ctx.db
      .select()
      .from(outbox)
      .where(eq(outbox.eventId, `send-${id}`));
    expect(event?.data.wake_at).toBe('2027-03-14T07:29:50.000Z');
    const [send] = await ctx.db.select().from(sends).where(eq(sends.id, id));
    expect(send).toMatchObject({ scheduledLocal: '2027-03-14 02:30', scheduledTz: 'America/New_York', tzdataVersion: process.versions.tz });
  });

  it('counts the variables that recipients lack', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(ctx, [
      { metadata: { cta2: 'go', deep: { er: 'x' }, list: [] } },
      { metadata: { cta2: '  ', 'deep.er': 'y', list: ['a'], country: '' }, name: null, country: 'DE' },
      { metadata: { cta2: null, deep: 'text' }, country: 'FR' },
      { metadata: { cta2: 'suppressed' } },
    ]);
    await ctx.db.insert(suppressions).values({ orgId: ctx.orgId, channel: 'email', address: people[3]?.email as string, reason: 'manual' });
    const audience = await createAudience(ctx, people);
    const template = await createTemplate(ctx, {
      html: '{{cta}} {{cta2}} {{deep.er}} {{list}} {{country}} {{email}} {{unsubscribe_url}} {{constructor}} {{void|x}} {{given}} {{blank}}',
      subject: '{{name}}',
    });
    const variables = { cta: 'Read', given: null, blank: '' };
    const answer = await schedule(ctx, audience.id, { template, variables });
    expect(answer.warnings.map((w) => w.message)).toEqual([
      'variable `name` is empty for 1 of 3',
      'variable `cta2` is empty for 2 of 3',
      'variable `deep.er` is empty for 1 of 3',
      'variable `list` is empty for 2 of 3',
      'variable `country` is empty for 2 of 3',
      'variable `constructor` is empty for 3 of 3',
      'variable `given` is empty for 3 of 3',
      'variable `blank` is empty for 3 of 3',
    ]);
    expect((await previewSend(ctx, body(audience.id, { template, variables }))).warnings).toEqual(answer.warnings);
  });

  it('refuses what is wrong, with the path, and writes nothing', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 1);
    const template = await createTemplate(ctx);
    const noSms = await createTemplate(ctx, { sms: ' ' });
    const noMail = await createTemplate(ctx, { html: '' });
    const archived = await createTemplate(ctx);
    await ctx.db.update(templates).set({ archivedAt: new Date() }).where(eq(templates.slug, archived));
    const elsewhere = await createTemplate(await createContext(held.db));
    const tries: [Parameters<typeof schedule>[2], string][] = [
      [{ template, from: undefined }, 'from: required'],
      [{ template, from: 'nobody' }, 'from: invalid_from'],
      [{ template, from: 'A <a@example.com>\r\nBcc: x@example.com' }, 'from: invalid_from'],
      [{ template, channel: 'sms', from: '12345' }, 'from: invalid_from'],
      [{ template: 'nothing' }, 'template: unknown_template'],
      [{ template: archived }, 'template: unknown_template'],
      [{ template: elsewhere }, 'template: unknown_template'],
      [{ template: noMail }, 'template: no_content'],
      [{ template: noSms, channel: 'sms', from: 'Shop' }, 'template: no_content'],
      [{ template, slice: { index: 2, of: 2 } }, 'slice.index: out_of_range'],
      [{ template, scheduled_local: '2030-01-01 09:00' }, 'scheduled_at_tz: required'],
      [{ template, scheduled_at: '2001-01-01T00:00:00Z' }, 'scheduled_at: in_the_past'],
    ];
    for (const [values, expected] of tries) {
      expect(await refusal(schedule(ctx, audience.id, values))).toBe(`validation_failed ${expected}`);
      expect(await refusal(previewSend(ctx, body(audience.id, values)))).toBe(`validation_failed ${expected}`);
    }
    expect(await held.db.$count(sends, eq(sends.orgId, ctx.orgId))).toBe(0);
    expect(await held.db.$count(outbox, sql`data ->> 'org_id' = ${ctx.orgId}`)).toBe(0);
  });

  it("does not know another organization's audience", async () => {
    const [mine, theirs] = [await createContext(held.db), await createContext(held.db)];
    const audience = await createAudience(theirs, 2);
    const template = await createTemplate(mine);
    expect(await refusal(schedule(mine, audience.id, { template }))).toBe('not_found ');
    expect(await refusal(previewSend(mine, body(audience.id, { template })))).toBe('not_found ');
    expect(await held.db.$count(messages, eq(messages.orgId, theirs.orgId))).toBe(0);
  });

  it('takes a template by id, and a sender with a name', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 1);
    const slug = await createTemplate(ctx);
    const [row] = await ctx.db.select().from(templates).where(eq(templates.slug, slug));
    for (const [from, kept] of [
      ['The Shop <hello@Example.com>', 'The Shop <hello@example.com>'],
      ['"Shop, Ltd" <hello@example.com>', '"Shop, Ltd" <hello@example.com>'],
      ['<hello@example.com>', 'hello@example.com'],
    ] as const) {
      const { send_id } = await schedule(ctx, audience.id, { template: encodeId('template', row?.id as string), from });
      expect(
        (
          await ctx.db
            .select()
            .from(sends)
            .where(eq(sends.id, uuidOf('send', send_id)))
        )[0]?.fromAddress,
      ).toBe(kept);
    }
  });
});

describe('more than 10,000 members', () => {
  it('are refused with the number of slices, and each slice is then taken: disjoint and complete', async () => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, []);
    await fillAudience(ctx, audience.id, 10_001);
    const template = await createTemplate(ctx);
    const error: AppError = await schedule(ctx, audience.id, { template }).then(Promise.reject, (e) => e);
    expect(issues(error)).toBe('audience_too_large slice: audience_too_large');
    expect(error.message).toContain('10001 members');
    expect(error.message).toContain('2 slices');
    expect(await previewSend(ctx, body(audience.id, { template }))).toMatchObject({ total: 10_001, will_receive: 10_001, slices: 2 });
    const seen = new Set<string>();
    let total = 0;
    for (const index of [0, 1]) {
      const preview = await previewSend(ctx, body(audience.id, { template, slice: { index, of: 2 } }));
      const answer = await schedule(ctx, audience.id, { template, slice: { index, of: 2 } });
      expect(preview).toMatchObject({ total: answer.total, slices: 2 });
      expect(Math.abs(answer.total - 5000)).toBeLessThan(250);
      total += answer.total;
      for (const row of await ledger(held.db, uuidOf('send', answer.send_id))) seen.add(row.contact_id as string);
    }
    expect(total).toBe(10_001);
    expect(seen.size).toBe(10_001);
    await ctx.db.execute(
      sql`delete from audience_members where contact_id = (select contact_id from audience_members where audience_id = ${audience.id} limit 1)`,
    );
    expect(await schedule(ctx, audience.id, { template })).toMatchObject({ total: 10_000, scheduled: 10_000 });
  });
});
