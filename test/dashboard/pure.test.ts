import { describe, expect, it } from 'vitest';
import { metadataPatch, parseMetadata } from '@/components/contacts/metadata';
import { formatMinutes, formatShare, plural } from '@/components/format';
import { rejectedCsv } from '@/components/import/rejected-csv';
import { newDraft, sendBody } from '@/components/send/draft';
import { rampBars } from '@/components/send/ramp-bars';
import { progressOf } from '@/components/sends/status';
import { smsSize } from '@/components/templates/sms-segments';
import { checkCsv } from '@/contracts/csv';
import { safeCell } from '@/contracts/csv-cell';
import type { Template } from '@/contracts/template';

describe('the file of rejected rows', () => {
  it('holds no cell that a spreadsheet would run', () => {
    for (const cell of ['=1+1', '+1 555', '@SUM(A1)', '-cmd|x', ' =x', '\t=x']) expect(safeCell(cell)).toBe(`'${cell}`);
    for (const cell of ['-12.50', 'a=b', '', 'ada@example.com']) expect(safeCell(cell)).toBe(cell);
  });

  it('is imported again once it is mended, without its first two columns', () => {
    const header = ['email', 'note'];
    const { rejected } = checkCsv('email,note\nnope,"a, ""quoted""\nnote"\n', undefined);
    const file = rejectedCsv(header, rejected).replace('nope', 'ada@example.com');
    const again = checkCsv(file, { line: 'skip', reason: 'skip' });
    expect(again.rejected).toEqual([]);
    expect(again.ready[0]).toMatchObject({ email: 'ada@example.com', metadata: { note: 'a, "quoted"\nnote' } });
  });
});

describe('the ramp', () => {
  it('puts every message into one bar, evenly', () => {
    for (const [n, minutes] of [
      [4180, 60],
      [7, 60],
      [10_000, 1440],
      [0, 15],
      [3, 1],
    ] as const) {
      const { counts } = rampBars(n, minutes);
      expect(counts.reduce((a, b) => a + b, 0)).toBe(n);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
    expect(rampBars(12, 0).counts).toEqual([12]);
  });
});

describe('SMS segments (3GPP TS 23.038)', () => {
  it('counts GSM-7 and UCS-2 as a network does', () => {
    expect(smsSize('')).toMatchObject({ segments: 0 });
    expect(smsSize('a'.repeat(160))).toMatchObject({ encoding: 'GSM-7', segments: 1, left: 0 });
    expect(smsSize('a'.repeat(161))).toMatchObject({ segments: 2, left: 145 });
    expect(smsSize(`${'a'.repeat(152)}€${'a'.repeat(20)}`)).toMatchObject({ segments: 2, units: 174 });
    expect(smsSize('ж'.repeat(70))).toMatchObject({ encoding: 'UCS-2', segments: 1 });
    expect(smsSize('ж'.repeat(71))).toMatchObject({ segments: 2 });
    // A pair of surrogates never stands in two parts.
    expect(smsSize(`${'ж'.repeat(66)}😀${'ж'.repeat(10)}`)).toMatchObject({ segments: 2, left: 55 });
  });
});

describe('the send drawer', () => {
  const template = { id: 'tpl_1', source: { subject: 'Hi' } } as Template;

  it('asks for nothing while something is missing', () => {
    expect(sendBody(newDraft())).toBeNull();
    expect(sendBody({ ...newDraft(), template })).toBeNull();
    expect(sendBody({ ...newDraft(), template, from: 'a@example.com', subjects: ['A', ' '] })).toBeNull();
  });

  it('sends variants only when there are two, and only values that were given', () => {
    const draft = { ...newDraft(), template, from: ' a@example.com ', subjects: ['Hi'], variables: { cta: 'Read', other: '' } };
    expect(sendBody(draft)).toEqual({
      channel: 'email',
      from: 'a@example.com',
      template: 'tpl_1',
      variables: { cta: 'Read' },
      ramp_minutes: 0,
    });
    expect(sendBody({ ...draft, subjects: ['A', 'B'] })).toMatchObject({ subject_variants: ['A', 'B'] });
    expect(sendBody({ ...draft, channel: 'sms', subjects: ['A', 'B'] })).not.toHaveProperty('subject_variants');
    expect(sendBody({ ...draft, when: 'later', date: '2027-05-01', time: '09:00', zone: 'America/New_York' })).toMatchObject({
      scheduled_local: '2027-05-01 09:00',
      scheduled_at_tz: 'America/New_York',
    });
  });
});

it('progress counts what had somebody to go to', () => {
  const counts = {
    total: 10,
    scheduled: 2,
    sending: 1,
    sent: 3,
    failed: 1,
    suppressed: 1,
    unreachable: 1,
    duplicates: 0,
    cancelled: 0,
    unknown: 1,
  };
  expect(progressOf(counts)).toEqual({ of: 8, settled: 5 });
});

it('metadata: an object or a reason, and a patch that removes what is gone', () => {
  expect(parseMetadata(' ')).toEqual({ ok: {} });
  expect(parseMetadata('[1]').error).toMatch(/not an object/);
  expect(parseMetadata('{').error).toMatch(/Not JSON/);
  expect(metadataPatch({ a: 1, b: 2 }, { b: 3, c: 4 })).toEqual({ a: null, b: 3, c: 4 });
});

it('figures in words', () => {
  expect([plural(1, 'person', 'people'), plural(4180, 'person', 'people')]).toEqual(['1 person', '4,180 people']);
  expect([formatShare(0, 10), formatShare(1, 1000), formatShare(999, 1000), formatShare(10, 10), formatShare(0, 0)]).toEqual([
    '0 %',
    '< 1 %',
    '> 99 %',
    '100 %',
    '0 %',
  ]);
  expect([formatMinutes(0), formatMinutes(15), formatMinutes(90), formatMinutes(1440)]).toEqual(['0 min', '15 min', '1 h 30 min', '24 h']);
});
