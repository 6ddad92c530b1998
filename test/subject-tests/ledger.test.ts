import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { percentOf, type SubjectTestInput, testSizeOf } from '@/contracts/subject-test';
import { claimMessages } from '@/server/sends/claim-messages';
import { getSend } from '@/server/sends/get-send';
import { previewSend } from '@/server/sends/preview-send';
import { scheduleSend } from '@/server/sends/schedule-send';
import { startSend } from '@/server/sends/start-send';
import type { World } from '@/server/sends/world';
import { updateTrackingSettings } from '@/server/tracking/update-tracking-settings';
import { createAudience, createContacts, createContext } from '../factory';
import { body, createTemplate, ledger, openTestDatabase, schedule } from '../sends/setup';
import { bySubject, testedSend } from './setup';

const held = openTestDatabase();

describe('the ledger of a send that tests its subjects', () => {
  it.each([
    [41, 0.2, 2, 60],
    [53, 0.29, 3, 0],
    [7, 0.5, 5, 10],
    [3, 0.2, 4, 0],
    [1, 0.9, 2, 0],
  ])('of %i people, a share of %d, %i subjects, over %i minutes', async (people, share, subjects, rampMinutes) => {
    const { id, answer } = await testedSend(held.db, {
      people,
      rampMinutes,
      subjects: Array.from({ length: subjects }, (_, i) => `Subject ${i}`),
      test: { share, wait_minutes: 30 },
    });
    const size = testSizeOf(people, percentOf(share), subjects);
    const rows = await ledger(held.db, id);
    const start = Date.parse(answer.starts_at);
    expect(rows).toHaveLength(people);
    for (const [k, row] of rows.entries()) {
      const tested = k < size;
      expect(row).toMatchObject({ position: k, status: 'scheduled', variant: tested ? k % subjects : -1 });
      expect(row.at).toBe(tested ? start + Math.floor((k * rampMinutes * 60_000) / people) : null);
      expect(row.metadata).toEqual(tested ? { subject_variant: 'ABCDE'.charAt(k % subjects) } : {});
    }
    const [send] = await held.db.execute(
      sql`select test_size, rest_size, (extract(epoch from rest_at) * 1000)::float8 as at from sends where id = ${id}`,
    );
    expect(send).toEqual({
      test_size: size,
      rest_size: people - size,
      at: start + Math.floor((size * rampMinutes * 60_000) / people) + 30 * 60_000,
    });
  });

  it('has nobody who is without an address, suppressed or twice in the test, and its counts close', async () => {
    const ctx = await createContext(held.db);
    const people = await createContacts(ctx, [...Array.from({ length: 30 }, () => ({})), { email: null, phone: '+4512345678' }]);
    const audience = await createAudience(ctx, people);
    await held.db.execute(sql`
      insert into suppressions (org_id, channel, address, reason) values (${ctx.orgId}::uuid, 'email', ${people[0]?.email}, 'manual')`);
    const input = {
      ...body(audience.id, { template: await createTemplate(ctx), subject_variants: ['a', 'b'], subject_test: { share: 0.5 } }),
    };
    const answer = await scheduleSend(ctx, input);
    expect(answer).toMatchObject({ total: 31, scheduled: 29, suppressed: 1, unreachable: 1 });
    expect(answer.warnings).toMatchObject([{ code: 'small_test' }]);
    expect((await previewSend(ctx, input)).warnings).toEqual(answer.warnings);
    const send = await getSend(
      ctx,
      (await held.db.execute<{ id: string }>(sql`select id from sends where org_id = ${ctx.orgId}`))[0]?.id ?? '',
    );
    expect(send.variants.map((v) => v.counts.total)).toEqual([7, 7]);
    expect(send.subject_test).toMatchObject({
      status: 'running',
      test_size: 14,
      rest_size: 15,
      winner: null,
      decided_by: null,
      by: 'opens',
    });
  });

  it('gives nothing of the rest to a worker, however late it is', async () => {
    const { ctx, id } = await testedSend(held.db, { people: 250 });
    const batches = await startSend({ db: held.db } as World, ctx, id);
    expect(batches.map(({ first, last }) => [first, last])).toEqual([[0, 49]]);
    await held.db.execute(sql`update sends set rest_at = now() - interval '1 day' where id = ${id}`);
    const claimed = await claimMessages(held.db.$client, { sendId: id, first: 0, last: 249 }, crypto.randomUUID(), 250);
    expect(claimed).toHaveLength(50);
    expect(await bySubject(held.db, id)).toEqual({ '-1': 200, '0': 25, '1': 25 });
  });
});

describe('a test that cannot be', () => {
  const refused = async (values: Record<string, unknown>, test: Partial<SubjectTestInput> = {}) => {
    const ctx = await createContext(held.db);
    const audience = await createAudience(ctx, 3);
    const template = await createTemplate(ctx);
    const asked = schedule(ctx, audience.id, { template, subject_variants: ['a', 'b'], subject_test: { share: 0.2, ...test }, ...values });
    return asked.then(
      () => 'accepted',
      (error) => error.issues.map((issue: { path: string[]; code: string }) => `${issue.path.join('.')} ${issue.code}`).join(),
    );
  };

  it('is refused with the reason', async () => {
    expect(await refused({ subject_variants: undefined })).toBe('subject_test needs_subjects');
    expect(await refused({ channel: 'sms', from: '+4512345678', subject_variants: undefined })).toBe('subject_test email_only');
    expect(await refused({ slice: { index: 0, of: 2 } })).toBe('slice conflict');
    expect(await refused({ track_opens: false })).toBe('subject_test.by not_tracked');
    expect(await refused({ track_opens: false }, { by: 'clicks' })).toBe('accepted');
    expect(await refused({ track_clicks: false }, { by: 'clicks' })).toBe('subject_test.by not_tracked');
  });

  it('is refused where the organization tracks nothing', async () => {
    const ctx = await createContext(held.db);
    await updateTrackingSettings(ctx, { opens: false });
    const audience = await createAudience(ctx, 3);
    const asked = schedule(ctx, audience.id, { template: await createTemplate(ctx), subject_variants: ['a', 'b'], subject_test: {} });
    await expect(asked).rejects.toMatchObject({ issues: [{ path: ['subject_test', 'by'], code: 'not_tracked' }] });
  });
});
