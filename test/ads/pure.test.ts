import { describe, expect, test } from 'vitest';
import { openCredentials, sealCredentials } from '@/server/ads/credentials';
import { normaliseFor, sha256 } from '@/server/ads/normalise';
import { secret } from './setup';

const person = { email: null, phone: null, name: null, country: null };

describe('normalisation, by what each platform publishes', () => {
  test('hashes of the documentation', () => {
    // Meta: mary@example.com; TikTok: janedoe@gmail.com, and its phone without the plus sign; X: adsapi
    expect(sha256('mary@example.com')).toBe('f1904cf1a9d73a55fa5de0ac823c4403ded71afd4c3248d00bdcd0866552bb79');
    expect(sha256(normaliseFor('tiktok', { ...person, email: ' JaneDoe@gmail.com ' }).email ?? '')).toBe(
      'd6117306485ed0e50afab3ac871e98f81699151f30281527d63ff5f233656c69',
    );
    expect(sha256(normaliseFor('tiktok', { ...person, phone: '+37493828222' }).phone ?? '')).toBe(
      '65b7e6dcf6f4310f8d7cbfbd78289a753062fb054d6664fb9aaac5df66a422d4',
    );
    expect(sha256('adsapi')).toBe('49e0be2aeccfb51a8dee4c945c8a70a9ac500cf6f5cb08112575f74db9b1470d');
  });

  test('email: only Google drops the dots, and only of Gmail', () => {
    const email = 'Cloudy.San.Francisco@GMAIL.com';
    expect(normaliseFor('google', { ...person, email }).email).toBe('cloudysanfrancisco@gmail.com');
    expect(normaliseFor('google', { ...person, email: 'a.b+c@googlemail.com' }).email).toBe('ab+c@googlemail.com');
    expect(normaliseFor('google', { ...person, email: 'a.b@example.com' }).email).toBe('a.b@example.com');
    for (const platform of ['facebook', 'tiktok', 'linkedin'] as const)
      expect(normaliseFor(platform, { ...person, email }).email).toBe('cloudy.san.francisco@gmail.com');
  });

  test('phone: E.164 for Google, digits for Facebook and TikTok, none for LinkedIn', () => {
    const phone = '+18005550100';
    expect(normaliseFor('google', { ...person, phone }).phone).toBe('+18005550100');
    expect(normaliseFor('facebook', { ...person, phone }).phone).toBe('18005550100');
    expect(normaliseFor('tiktok', { ...person, phone }).phone).toBe('18005550100');
    expect(normaliseFor('linkedin', { ...person, phone })).toEqual({});
  });

  test('names and country for Facebook alone: lower case, no punctuation, two words or none', () => {
    expect(normaliseFor('facebook', { ...person, name: "Anna O'Neill-Smith", country: 'IE' }).more).toEqual({
      FN: 'anna',
      LN: 'oneillsmith',
      COUNTRY: 'ie',
    });
    expect(normaliseFor('facebook', { ...person, name: 'Anna Maria Braun' }).more).toBeUndefined();
    expect(normaliseFor('facebook', { ...person, name: 'Jürgen  Größe' }).more).toEqual({ FN: 'jürgen', LN: 'größe' });
    expect(normaliseFor('google', { ...person, name: 'Anna Braun', country: 'DE' })).toEqual({});
  });
});

describe('credentials at rest', () => {
  const row = '01970000-0000-7000-8000-000000000001';
  const credentials = { access_token: 'a token that must not be seen', app_secret: 'x' };
  const sealed = sealCredentials(secret, row, credentials);

  test('open for their row and secret, and for nothing else', () => {
    expect(openCredentials(secret, row, sealed)).toEqual(credentials);
    expect(openCredentials(secret, '01970000-0000-7000-8000-000000000002', sealed)).toBeNull();
    expect(openCredentials(`${secret}!`, row, sealed)).toBeNull();
    for (const place of [0, 1, 13, sealed.length - 1]) {
      const broken = Buffer.from(sealed);
      broken[place] = (broken[place] ?? 0) ^ 1;
      expect(openCredentials(secret, row, broken)).toBeNull();
    }
  });

  test('nothing of them is readable, and no two are alike', () => {
    expect(sealed.toString('latin1')).not.toContain('token');
    expect(sealCredentials(secret, row, credentials).equals(sealed)).toBe(false);
  });
});
