import { eq } from 'drizzle-orm';
import { afterEach, describe, expect, test } from 'vitest';
import { noTargeting } from '@/contracts/ad-targeting';
import { adAudiencePatch } from '@/contracts/ads';
import { issuesOf } from '@/contracts/issues';
import { getAdAudience } from '@/server/ads/get-ad-audience';
import { targetingSpec } from '@/server/ads/targeting-spec';
import type { Ctx } from '@/server/context';
import { auditLog } from '@/server/db/schema/platform';
import { changeAdAudience } from '@/server/targeting/change-ad-audience';
import { adsTest, mapped } from '@/test/ads/setup';
import { createContext } from '@/test/factory';

const t = adsTest();
afterEach(() => {
  for (const platform of ['facebook', 'tiktok', 'linkedin'] as const) t.standIns[platform].stage.behaviour = {};
});
const save = (ctx: Ctx, id: string, targeting: object) => changeAdAudience(ctx, { ...adAudiencePatch.parse({ targeting }), id }, t.ads);
const own = async (platform: Parameters<typeof mapped>[2]) => {
  const ctx = await createContext(t.held.db);
  return { ctx, ...(await mapped(t, ctx, platform, 1)) };
};
const refusal = (targeting: object) => issuesOf(adAudiencePatch.safeParse({ targeting }).error ?? { issues: [] });

describe('what ads should be narrowed by', () => {
  test('is kept with the names of the lists, read back, audited, replaced and cleared', async () => {
    const { ctx, id, ad } = await own('facebook');
    expect(ad).toMatchObject({ targeting: noTargeting, targeting_spec: null });
    const wanted = {
      locations: [{ code: 'us', name: 'Anywhere' }, { code: 'US-CA' }, { code: 'US' }],
      languages: ['de', 'de'],
      interests: [
        { id: '6003139266461', name: 'Films' },
        { id: '6003107902433', name: 'Association football (Soccer)' },
        { id: 'entertainment/games/board-games' },
      ],
      options: [{ id: 'behaviors/expats', name: 'Expats' }],
    };
    const kept = {
      locations: [
        { code: 'US', name: 'United States' },
        { code: 'US-CA', name: 'California' },
      ],
      languages: ['de'],
      interests: [
        { id: '6003139266461', name: 'Movies' },
        { id: '6003107902433', name: 'Association football (Soccer)' },
        { id: 'entertainment/games/board-games', name: 'Board games' },
      ],
      options: [{ id: 'behaviors/expats', name: 'Expats' }],
    };
    const saved = await save(ctx, id, wanted);
    expect(saved.targeting).toEqual(kept);
    const read = await getAdAudience(ctx, id);
    expect(read.targeting).toEqual(kept);
    expect(read.targeting_spec).toEqual({
      format: 'facebook',
      use: expect.any(String),
      json: {
        geo_locations: { countries: ['US'] },
        flexible_spec: [{ interests: kept.interests.slice(0, 2) }],
        custom_audiences: [{ id: ad.external_id }],
      },
      by_hand: [
        { kind: 'location', id: 'US-CA', name: 'California' },
        { kind: 'language', id: 'de', name: 'German' },
        { kind: 'interest', id: 'entertainment/games/board-games', name: 'Board games' },
        { kind: 'option', id: 'behaviors/expats', name: 'Expats' },
      ],
    });
    const log = await t.held.db.select().from(auditLog).where(eq(auditLog.orgId, ctx.orgId));
    expect(log.filter((row) => row.action === 'ad_audience.updated')).toMatchObject([{ target: ad.id, data: { targeting: kept } }]);
    expect((await changeAdAudience(ctx, { id, consent: 'granted' }, t.ads)).targeting, 'another change leaves it').toEqual(kept);
    expect((await save(ctx, id, { languages: ['fr'] })).targeting, 'replaced').toEqual({ ...noTargeting, languages: ['fr'] });
    expect(await save(ctx, id, {})).toMatchObject({ targeting: noTargeting, targeting_spec: null });
  });

  test('is in the lists of that platform, or refused by its path, all at once, and nothing is kept', async () => {
    const { ctx, id } = await own('facebook');
    const refused = save(ctx, id, {
      locations: [{ code: 'FR' }, { code: 'XX', name: 'Nowhere' }, { code: 'US-ZZ' }],
      interests: [{ id: '1', name: 'Movies' }, { id: 'lifestyles-and-hobbies' }],
      options: [{ id: 'company-size/11-50', name: 'of LinkedIn' }],
    });
    await expect(refused).rejects.toMatchObject({
      code: 'validation_failed',
      issues: [
        { path: ['targeting', 'locations', 1, 'code'], code: 'unknown_location' },
        { path: ['targeting', 'locations', 2, 'code'], code: 'unknown_location' },
        { path: ['targeting', 'interests', 0, 'id'], code: 'unknown_interest' },
        { path: ['targeting', 'interests', 1, 'id'], code: 'unknown_interest' },
        { path: ['targeting', 'options', 0, 'id'], code: 'unknown_option' },
      ],
    });
    expect((await getAdAudience(ctx, id)).targeting).toEqual(noTargeting);
  });

  test('while the platform does not answer: what is kept stays known, what is new cannot be told', async () => {
    const { ctx, id } = await own('tiktok');
    await save(ctx, id, { interests: [{ id: '15100' }] });
    t.standIns.tiktok.stage.behaviour = { permission: false };
    const again = await save(ctx, id, { interests: [{ id: '15100' }, { id: 'games/puzzle' }] });
    expect(again.targeting.interests.map((n) => n.id)).toEqual(['15100', 'games/puzzle']);
    await expect(save(ctx, id, { interests: [{ id: '15101' }] })).rejects.toMatchObject({ code: 'unavailable' });
  });

  test('of another organization is not found', async () => {
    const { id } = await own('google');
    await expect(save(await createContext(t.held.db), id, { languages: ['en'] })).rejects.toMatchObject({ code: 'not_found' });
  });

  test('has a shape', () => {
    expect(refusal({ languages: ['en', 'Deutsch'] })).toMatchObject([{ path: ['targeting', 'languages', 1] }]);
    expect(refusal({ locations: [{ code: 'Paris' }] })).toMatchObject([{ path: ['targeting', 'locations', 0, 'code'] }]);
    expect(refusal({ ages: [] })).toMatchObject([{ path: ['targeting', 'ages'], code: 'unknown_field' }]);
    const many = (n: number) => ({ languages: ['en'], interests: Array.from({ length: n }, (_, i) => ({ id: `${i}` })) });
    expect(refusal(many(199))).toEqual([]);
    expect(refusal(many(200))).toMatchObject([{ path: ['targeting'], message: 'at most 200 in all' }]);
  });
});

describe('the words of the other platforms', () => {
  const chosen = (id: string) => ({
    locations: [{ code: 'FR', name: 'France' }],
    languages: ['fr'],
    interests: [
      { id, name: 'Theirs' },
      { id: 'games/puzzle', name: 'Puzzle' },
    ],
    options: [],
  });
  test('TikTok', () => {
    expect(targetingSpec('tiktok', '77', chosen('15100'))).toMatchObject({
      json: { languages: ['fr'], interest_category_ids: ['15100'], audience_ids: ['77'] },
      by_hand: [{ id: 'FR' }, { id: 'games/puzzle' }],
    });
  });
  test('LinkedIn', () => {
    expect(targetingSpec('linkedin', '77', chosen('urn:li:interest:101'))).toMatchObject({
      json: { include: { and: [{ or: { 'urn:li:adTargetingFacet:interests': ['urn:li:interest:101'] } }] } },
      by_hand: [{ id: 'FR' }, { id: 'fr', name: 'French' }, { id: 'games/puzzle' }],
    });
  });
  test('Google has none: ours', () => {
    const ours = targetingSpec('google', '77', chosen('x'));
    expect(ours).toMatchObject({ format: 'muster', json: { ...chosen('x'), user_list: '77' }, by_hand: [] });
  });
});
