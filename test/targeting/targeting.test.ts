import { sql } from 'drizzle-orm';
import { beforeAll, describe, expect, it } from 'vitest';
import { countryCodes } from '@/contracts/places';
import { interestsQuery, locationsQuery, optionsQuery, targetingPlatforms } from '@/contracts/targeting';
import type { Ctx } from '@/server/context';
import { listLocations } from '@/server/targeting/list-locations';
import { listInterests, listTargetingOptions } from '@/server/targeting/list-nodes';
import { adsTest, connect } from '@/test/ads/setup';
import { createContext } from '@/test/factory';

const t = adsTest();
let ctx: Ctx;
beforeAll(async () => {
  ctx = await createContext(t.held.db);
});
const locations = (query: object) => listLocations(locationsQuery.parse({ limit: 100, ...query }));
const interests = (query: object, who = ctx) => listInterests(who, interestsQuery.parse({ limit: 100, ...query }), t.ads);
const options = (query: object) => listTargetingOptions(ctx, optionsQuery.parse({ limit: 100, ...query }));

/** Every page, one after the other. */
async function all<T>(page: (cursor?: string) => Promise<{ data: T[]; next_cursor: string | null }>): Promise<T[]> {
  const found: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const { data, next_cursor } = await page(cursor);
    found.push(...data);
    if (next_cursor === null) return found;
    cursor = next_cursor;
  }
}

describe('locations', () => {
  it('are every country that a contact can have, once, and regions that name an existing parent', async () => {
    const found = await all((cursor) => locations({ cursor }));
    const countries = found.filter((l) => l.type === 'country');
    expect(countries.map((l) => l.code).sort()).toEqual([...countryCodes].sort());
    const codes = new Set(found.map((l) => l.code));
    expect(codes.size).toBe(found.length);
    expect(found.length).toBeGreaterThan(5_000);
    expect(found.filter((l) => l.parent !== null && !codes.has(l.parent))).toEqual([]);
  });

  it('are found by name or code, in the asked language, without marks, names that begin with it first', async () => {
    expect((await locations({ q: 'germ', type: 'country' })).data.map((l) => l.code)).toEqual(['DE']);
    expect((await locations({ q: 'allem', locale: 'fr', type: 'country' })).data[0]).toMatchObject({ code: 'DE', name: 'Allemagne' });
    expect((await locations({ q: 'sao paulo', country: 'br' })).data).toMatchObject([{ code: 'BR-SP', country: 'BR', parent: 'BR' }]);
    expect((await locations({ q: 'US-CA' })).data[0]).toMatchObject({ name: 'California', type: 'region' });
    expect((await locations({ q: 'guinea', type: 'country' })).data.map((l) => l.name).slice(0, 2)).toEqual(['Guinea', 'Guinea-Bissau']);
  });

  it('say what is wrong with a question', async () => {
    await expect(locations({ locale: 'x!' })).rejects.toMatchObject({ issues: [{ path: ['locale'] }] });
    await expect(locations({ country: 'ZZ' })).rejects.toMatchObject({ issues: [{ path: ['country'], code: 'unknown_country' }] });
    await expect(locations({ cursor: 'x' })).rejects.toMatchObject({ issues: [{ path: ['cursor'], code: 'invalid_cursor' }] });
  });
});

describe.each(targetingPlatforms)('the snapshot of %s', (platform) => {
  it.each(['interests', 'options'] as const)('is a tree of %s: ids once, as many children as it says, and its day', async (kind) => {
    const list = kind === 'interests' ? interests : options;
    const walk = async (parent?: string): Promise<string[]> => {
      const { data } = await list({ platform, parent });
      const below = await Promise.all(data.filter((n) => n.children > 0).map((n) => walk(n.id)));
      for (const [i, node] of data.filter((n) => n.children > 0).entries())
        expect(below[i]?.filter((id) => id.split('/').length === node.id.split('/').length + 1)).toHaveLength(node.children);
      return [...data.map((n) => n.id), ...below.flat()];
    };
    const ids = await walk();
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(20);
    const { source } = await list({ platform });
    expect(source).toEqual({
      kind: 'snapshot',
      name: expect.stringContaining(platform),
      as_of: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    });
  });
});

describe('options of our own', () => {
  it('are the languages and time zones that contacts can have', async () => {
    expect((await options({})).data.map((n) => n.id)).toEqual(['language', 'timezone']);
    expect((await options({ parent: 'language', q: 'deutsch', locale: 'de' })).data).toMatchObject([
      { id: 'language/de', name: 'Deutsch' },
    ]);
    const zones = await all((cursor) => options({ parent: 'timezone', cursor }));
    expect(zones.map((z) => z.name)).toEqual(expect.arrayContaining(['Europe/Paris', 'Asia/Kathmandu', 'Asia/Kolkata']));
    await expect(options({ parent: 'nowhere' })).rejects.toMatchObject({ issues: [{ path: ['parent'], code: 'unknown_parent' }] });
  });
});

describe('with an account connected', () => {
  it.each([
    ['facebook', 'mov', ['6003139266461']],
    ['tiktok', 'puzzle', ['15100']],
    ['linkedin', 'techno', ['urn:li:interest:101']],
  ] as const)('%s itself is asked', async (platform, q, ids) => {
    const mine = await createContext(t.held.db);
    await connect(t, mine, platform);
    const found = await interests({ platform, q }, mine);
    expect(found.data.map((n) => n.platform_id)).toEqual(ids);
    expect(found.source).toMatchObject({ kind: 'platform', as_of: expect.stringMatching(/^\d{4}-.*Z$/) });
    const top = await interests({ platform }, mine);
    expect(top.data.every((n) => n.path.length === 0)).toBe(true);
    const open = top.data.find((n) => n.children > 0);
    if (open) expect((await interests({ platform, parent: open.id }, mine)).data).toHaveLength(open.children);
    expect((await interests({ platform, q })).source.kind, 'another organization has no account').toBe('snapshot');
  });

  it('what it said is not asked again for ten minutes, by this account; an error is not kept', async () => {
    const mine = await createContext(t.held.db);
    await connect(t, mine, 'linkedin');
    const before = t.wire.length;
    const asked = async (q: string, who = mine) => {
      const { source } = await interests({ platform: 'linkedin', q }, who);
      return [source.kind, t.wire.length - before];
    };
    const [first] = await Promise.all([asked('tech'), asked('tech')]);
    const calls = first?.[1] as number;
    expect(first?.[0]).toBe('platform');
    expect(await asked('tech')).toEqual(['platform', calls]);
    expect((await asked('techn'))[1]).toBeGreaterThan(calls);
    const other = await createContext(t.held.db);
    await connect(t, other, 'linkedin');
    const theirs = t.wire.length;
    await asked('tech', other);
    expect(t.wire.length, 'the account of others').toBeGreaterThan(theirs);

    t.standIns.linkedin.stage.behaviour.permission = false;
    expect((await asked('new'))[0]).toBe('snapshot');
    delete t.standIns.linkedin.stage.behaviour.permission;
    await t.held.db.execute(sql`update ad_accounts set status = 'connected' where org_id = ${mine.orgId}`);
    expect((await asked('new'))[0]).toBe('platform');
  });

  it('the snapshot answers, and says why, while the platform does not', async () => {
    const mine = await createContext(t.held.db);
    await connect(t, mine, 'tiktok');
    t.standIns.tiktok.stage.behaviour.permission = false;
    const { source, data } = await interests({ platform: 'tiktok' }, mine);
    delete t.standIns.tiktok.stage.behaviour.permission;
    expect(source).toMatchObject({ kind: 'snapshot', name: expect.stringContaining('not asked: ') });
    expect(data.length).toBeGreaterThan(5);
  });
});
