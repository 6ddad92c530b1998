import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCustom } from '@/server/custom/create-custom';
import { explainCustom } from '@/server/custom/explain-custom';
import { areaUnderCurve } from '@/server/custom/lookalike/weigh';
import { refreshCustom } from '@/server/custom/refresh-custom';
import { updateCustom } from '@/server/custom/update-custom';
import { type Database, openDatabase } from '@/server/db/client';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { type TestDatabase, testDatabase } from '@/test/db';
import { createAudience, createContacts, createContext, uuidOf } from '@/test/factory';

let own: TestDatabase;
let db: Database;
beforeAll(async () => {
  own = await testDatabase();
  db = openDatabase(own.url, { max: 4, name: 'test' });
});
afterAll(async () => {
  await db.$client.end();
  await own.drop();
});

/** A generator of numbers in [0, 1) that gives the same ones for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * 3,000 people, a third of them of a kind (mostly Danish, plan pro, tag vip, many seats, open often); 200 of the kind are the seed. The
 * others of the kind are who should be found.
 */
async function world(seed = 1) {
  const ctx = await createContext(db);
  const next = random(seed);
  const kinds: boolean[] = [];
  const values = Array.from({ length: 3_000 }, (_, i) => {
    const kind = i % 3 === 0;
    kinds.push(kind);
    const mostly = (p: number) => next() < (kind ? p : 1 - p);
    return {
      country: mostly(0.8) ? 'DK' : next() < 0.5 ? 'DE' : 'SE',
      timezone: null,
      tags: [...(mostly(0.75) ? ['vip'] : []), ...(next() < 0.3 ? ['newsletter'] : [])],
      metadata: {
        plan: mostly(0.8) ? 'pro' : 'free',
        seats: Math.floor(next() * 40) + (mostly(0.7) ? 30 : 0),
        note: `note ${i}`,
        address: { city: mostly(0.7) ? 'Aarhus' : 'Berlin' },
        coin: next() < 0.5,
      },
      lastEmailOpenedAt: mostly(0.8) ? new Date(ctx.now.getTime() - 3 * 86_400_000) : null,
    };
  });
  const people = await createContacts(ctx, values);
  const ofKind = people.filter((_, i) => kinds[i]);
  const list = await createAudience(ctx, ofKind.slice(0, 200));
  const wanted = new Set(ofKind.slice(200).map((p) => p.id));
  return { ctx, people, list, wanted, others: people.length - 200 };
}
const lookalike = (seed: string, contacts = 400, ignore: string[] = []) => ({ seed_audience_id: seed, size: { contacts }, ignore });

async function membersOf(id: string): Promise<string[]> {
  const rows = await db.execute<{ id: string }>(
    sql`select contact_id as id from audience_members where audience_id = ${uuidOf('audience', id)}::uuid order by 1`,
  );
  return rows.map((row) => row.id);
}

test('finds the people of the seed’s kind, without the seed, the same ones every time, and says why', async () => {
  const { ctx, list, wanted, others } = await world();
  const made = await createCustom(ctx, { type: 'lookalike', name: 'Like them', lookalike: lookalike(list.id) });
  const found = await membersOf(made.id);
  const right = found.filter((id) => wanted.has(id)).length;
  expect(found).toHaveLength(400);
  expect(right).toBeGreaterThan(375); // by chance: 114
  expect(made.lookalike).toMatchObject({ seed: 200, others, chosen: 400 });
  expect(made.lookalike?.auc).toBeGreaterThan(0.8); // not near 1: a quarter of the others are of the kind
  const fields = made.lookalike?.features.map((f) => f.field) ?? [];
  expect(fields).toEqual(expect.arrayContaining(['country', 'metadata.plan', 'tags: vip', 'metadata.address.city', 'opened']));
  expect(fields).not.toContain('metadata.coin');
  expect(fields).not.toContain('metadata.note');
  expect(await overlapAudiences(ctx, { a: uuidOf('audience', made.id), b: list.id })).toMatchObject({ a: 400, b: 200, both: 0 });

  const again = await refreshCustom(ctx, uuidOf('audience', made.id));
  expect(again.lookalike?.auc).toBe(made.lookalike?.auc);
  expect(await membersOf(made.id)).toEqual(found);
  const twin = await createCustom(ctx, { type: 'lookalike', name: 'Like them', lookalike: lookalike(list.id) });
  expect(twin.slug).toBe('like-them-2');
  expect(await membersOf(twin.id)).toEqual(found);

  const id = uuidOf('audience', made.id);
  const why = await explainCustom(ctx, { id, contactId: found[0] ?? '' });
  expect(why.member).toBe(true);
  expect(why.score).toBeGreaterThanOrEqual(why.cut as number);
  const texts = why.reasons.map((r) => r.text).join('\n');
  expect(texts).toMatch(/Same plan, pro: \d+ % of the seed, \d+ % of the others/);
  const inSeed = await explainCustom(ctx, { id, contactId: list.contactIds[0] ?? '' });
  expect(inSeed).toMatchObject({ member: false });
  expect(inSeed.summary).toMatch(/Part of the seed/);
  const notChosen = await db.execute<{ id: string }>(sql`
    select c.id from contacts c where c.org_id = ${ctx.orgId} and c.country = 'DE' and c.metadata->>'plan' = 'free' and c.tags = '{}' limit 1`);
  const against = await explainCustom(ctx, { id, contactId: notChosen[0]?.id ?? '' });
  expect(against.member).toBe(false);
  expect(against.reasons.some((r) => r.speaks === 'against' && r.text.startsWith('In Germany'))).toBe(true);
});

test('a definition that is edited is evaluated; one that cannot be is refused and changes nothing', async () => {
  const { ctx, list } = await world(2);
  const made = await createCustom(ctx, { type: 'lookalike', name: 'Like them', lookalike: lookalike(list.id) });
  const id = uuidOf('audience', made.id);
  const smaller = await updateCustom(ctx, {
    id,
    patch: { lookalike: { seed_audience_id: list.id, size: { percent: 1 }, ignore: ['metadata.plan'] } },
  });
  expect(smaller.contact_count).toBe(28);
  expect(smaller.lookalike?.features.some((f) => f.field === 'metadata.plan')).toBe(false);
  const tiny = await createAudience(
    ctx,
    list.contactIds.slice(0, 10).map((contact) => ({ id: contact })),
  );
  await expect(updateCustom(ctx, { id, patch: { lookalike: lookalike(tiny.id) } })).rejects.toThrow(
    'The seed has 10 contacts: at least 50',
  );
  await expect(updateCustom(ctx, { id, patch: { lookalike: lookalike(id) } })).rejects.toThrow(/made from this audience/);
  await expect(updateCustom(ctx, { id, patch: { pixel: { event: 'x', within_days: 1, times: 1 } } })).rejects.toThrow(/of type lookalike/);
  expect((await membersOf(made.id)).length).toBe(28);
});

test('a seed drawn by lot is too mixed, and the refusal says the AUC', async () => {
  const { ctx, people } = await world(3);
  const next = random(9);
  const list = await createAudience(
    ctx,
    people.filter(() => next() < 0.1),
  );
  await expect(createCustom(ctx, { type: 'lookalike', name: 'x', lookalike: lookalike(list.id) })).rejects.toThrow(
    /too mixed: .* AUC of 0\.[45]\d ± 0\.\d\d, and 0\.5 is chance/,
  );
  await expect(
    createCustom(ctx, { type: 'lookalike', name: 'x', lookalike: lookalike((await createAudience(ctx, people)).id) }),
  ).rejects.toThrow('Everybody is in the seed');
});

test('what defines the seed is left out, and is not mistaken for likeness', async () => {
  const { ctx, people } = await world(4);
  const berlin = people.filter((p) => (p.metadata as { address: { city: string } }).address.city === 'Berlin');
  const list = await createAudience(ctx, berlin);
  const made = await createCustom(ctx, { type: 'lookalike', name: 'Like Berlin', lookalike: lookalike(list.id, 100) });
  expect(made.lookalike?.notes.join()).toContain('address city defines the seed');
  expect(made.lookalike?.features.some((f) => f.field === 'metadata.address.city')).toBe(false);
  expect(made.lookalike?.auc).toBeLessThan(0.95);
});

test('a seed that only one value tells from the others is judged without it: what is left is chance', async () => {
  const next = random(7);
  const plain = Array.from({ length: 1_000 }, (_, i) => ({
    country: next() < 0.5 ? 'NO' : 'FI',
    metadata: { tier: i < 100 && next() < 0.9 ? 'gold' : next() < 0.5 ? 'silver' : 'bronze', city: 'Oslo', address: { city: 'Oslo' } },
  }));
  const ctx = await createContext(db);
  const made = await createContacts(ctx, plain);
  const list = await createAudience(ctx, made.slice(0, 100));
  await expect(createCustom(ctx, { type: 'lookalike', name: 'x', lookalike: lookalike(list.id) })).rejects.toThrow(/too mixed/);
});

test('the area under the curve is that of comparing each with each', () => {
  const next = random(5);
  for (let round = 0; round < 20; round++) {
    const n = 5 + Math.floor(next() * 60);
    const scores = Float64Array.from({ length: n }, () => Math.floor(next() * 6));
    const isSeed = Uint8Array.from({ length: n }, (_, i) => (i === 0 || (i !== 1 && next() < 0.4) ? 1 : 0));
    let wins = 0;
    let pairs = 0;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        if (!isSeed[i] || isSeed[j]) continue;
        pairs++;
        wins += (scores[i] as number) > (scores[j] as number) ? 1 : scores[i] === scores[j] ? 0.5 : 0;
      }
    expect(areaUnderCurve(scores, isSeed).auc).toBeCloseTo(wins / pairs, 10);
  }
});
