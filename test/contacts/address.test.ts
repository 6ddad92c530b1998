import fc from 'fast-check';
import { parsePhoneNumberFromString } from 'libphonenumber-js';
import { describe, expect, it } from 'vitest';
import { normaliseEmail, normalisePhone } from '@/contracts/address';
import { countryCodes, normaliseCountry, normaliseLanguage, normaliseTimezone } from '@/contracts/places';

describe('normaliseEmail', () => {
  it.each([
    ['Ann@Example.COM', 'ann@example.com'],
    ['\u00a0ann@example.com\u00a0', 'ann@example.com'],
    ['\ufeffann@example.com\u200b', 'ann@example.com'],
    ['an\u200bn@exam\u00adple.com', 'ann@example.com'],
    ['ann@MÜNCHEN.de', 'ann@xn--mnchen-3ya.de'],
    ['ann@xn--MNCHEN-3ya.de', 'ann@xn--mnchen-3ya.de'],
    ['ann@mu\u0308nchen.de', 'ann@xn--mnchen-3ya.de'],
    ['ann@例え。jp', 'ann@xn--r8jz45g.jp'],
    ['ann@ｅｘａｍｐｌｅ.com', 'ann@example.com'],
    ['ann+news@example.co.uk', 'ann+news@example.co.uk'],
    ["o'hara_1!x@sub.example.museum", "o'hara_1!x@sub.example.museum"],
    ['JOSÉ@example.com', 'josé@example.com'],
    ['jose\u0301@example.com', 'josé@example.com'],
  ])('%j becomes %j', (input, output) => {
    expect(normaliseEmail(input)).toEqual({ ok: output });
  });

  it.each([
    '',
    ' ',
    'ann',
    '@example.com',
    'ann@',
    'ann@localhost',
    'ann@@example.com',
    'ann@b@example.com',
    'a nn@example.com',
    'a\u00a0nn@example.com',
    'ann@exam ple.com',
    '"ann"@example.com',
    '"a@b.com" <x@y.com>',
    'Ann <ann@example.com>',
    'ann@example.com, bob@example.com',
    'ann@example.com;bob@example.com',
    'mailto:ann@example.com',
    '.ann@example.com',
    'ann.@example.com',
    'a..nn@example.com',
    'ann@.example.com',
    'ann@example..com',
    'ann@example.com.',
    'ann@-example.com',
    'ann@example-.com',
    'ann@exa_mple.com',
    'ann@[127.0.0.1]',
    'ann@127.0.0.1',
    'ann@0x7f.1',
    'ann@１２７.0.0.1',
    'ann@example.com:25',
    'ann@example.com/path',
    'ann@example.com%2f',
    'ann@xn--zzzzzzzzzzzz.com\u0000',
    'ann\u0000@example.com',
    'ann\n@example.com',
    'ann@example.com\r\nBcc: bob@example.com',
    'ann\ud800@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ann@${'a'.repeat(64)}.com`,
    `ann@${'a.'.repeat(125)}com`,
  ])('refuses %j', (input) => {
    expect(normaliseEmail(input).error).toBeTypeOf('string');
  });

  it('is idempotent, whatever it is given', () => {
    const address = fc
      .tuple(fc.string({ unit: 'binary', maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 12 }))
      .map(([l, d]) => `${l}@${d}.com`);
    fc.assert(
      fc.property(fc.oneof(address, fc.emailAddress(), fc.string({ unit: 'binary' })), (text) => {
        const once = normaliseEmail(text);
        if (once.ok !== undefined) expect(normaliseEmail(once.ok)).toEqual(once);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('normalisePhone', () => {
  it.each([
    ['+1 (415) 555-0100', undefined, '+14155550100'],
    ["'+14155550100", undefined, '+14155550100'],
    ['\u00a0+1\u2011415\u2011555\u20110100', undefined, '+14155550100'],
    ['＋１４１５５５５０１００', undefined, '+14155550100'],
    ['415 555 0100', 'us', '+14155550100'],
    ['020 7946 0018', 'GB', '+442079460018'],
    ['0044 20 7946 0018', 'DE', '+442079460018'],
    ['+49 (0)170 1234567', undefined, '+491701234567'],
    ['+39 06 1234 5678', undefined, '+390612345678'],
    ['+800 1234 5678', undefined, '+80012345678'],
  ])('%j (%s) becomes %j', (input, country, output) => {
    expect(normalisePhone(input, country)).toEqual({ ok: output });
  });

  it.each([
    ['', 'US'],
    ['415 555 0100'],
    ['4.91701E+11'],
    ['+1 800 FLOWERS'],
    ['+44 20 7946 0018 ext 5'],
    ['+1'],
    ['+999 123 4567'],
    ['555 1234', 'US'],
    ['1++1'],
    ['020 7946 0018', 'XX'],
    ['+1234567890123456'],
  ])('refuses %j (%s)', (input, country?: string) => {
    expect(normalisePhone(input, country).error).toBeTypeOf('string');
  });

  it('says what the full parser says, on its quick path too', () => {
    const number = fc
      .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 99_999_999_999 }))
      .map(([code, rest]) => `+${code}${rest}`);
    fc.assert(
      fc.property(number, (text) => {
        const parsed = parsePhoneNumberFromString(text);
        expect(normalisePhone(text).ok).toBe(parsed?.isPossible() ? parsed.number : undefined);
      }),
      { numRuns: 20_000 },
    );
  });
});

describe('places', () => {
  it('knows the 249 countries of ISO 3166-1 and nothing else', () => {
    expect(countryCodes).toHaveLength(249);
    const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });
    expect(countryCodes.filter((code) => !names.of(code))).toEqual([]);
    expect(normaliseCountry(' de ')).toBe('DE');
    expect(normaliseCountry('EU')).toBeNull();
  });

  it('takes IANA names only', () => {
    expect(normaliseTimezone('europe/paris')).toBe('Europe/Paris');
    expect(normaliseTimezone('Asia/Kathmandu')).toBe('Asia/Kathmandu');
    expect(normaliseTimezone('asia/kolkata')).toBe('Asia/Kolkata');
    expect(normaliseTimezone('UTC')).toBe('UTC');
    for (const bad of ['+05:30', 'Europe/Atlantis', '', 'local', 'Europe/Paris; drop']) expect(normaliseTimezone(bad)).toBeNull();
  });

  it('brings language tags to their canonical case', () => {
    expect(normaliseLanguage('EN-us')).toBe('en-US');
    expect(normaliseLanguage('not a tag')).toBeNull();
  });
});
