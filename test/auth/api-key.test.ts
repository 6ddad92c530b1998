import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '@/contracts/scopes';
import { createApiKey } from '@/server/api-keys/create-api-key';
import { listApiKeys } from '@/server/api-keys/list-api-keys';
import { revokeApiKey } from '@/server/api-keys/revoke-api-key';
import { keyContext } from '@/server/auth/api-key';
import { hashKey, isKey, newKey } from '@/server/auth/key-format';
import type { Ctx } from '@/server/context';
import { apiKeys } from '@/server/db/schema/auth';
import { uuidOf } from '@/test/factory';
import { keyOf, type TestApp, tenant, testApp } from '@/test/rest/app';

let app: TestApp;
let ctx: Ctx;
beforeAll(async () => {
  app = await testApp();
  ({ ctx } = await tenant(app.db));
});
afterAll(() => app.close());

const bearing = (key: string) => new Headers({ authorization: `Bearer ${key}` });

describe('the form of a key', () => {
  test('prefix, 43 digits, 6 of checksum; no two alike', () => {
    const keys = Array.from({ length: 1000 }, newKey);
    for (const key of keys) expect(key).toMatch(/^mus_live_[0-9A-Za-z]{49}$/);
    expect(keys.every(isKey)).toBe(true);
    expect(new Set(keys).size).toBe(1000);
    // 32 random bytes: every digit of the body but the first is evenly spread over 62
    expect(new Set(keys.map((key) => key[20])).size).toBeGreaterThan(50);
  });
  test('any single typo is told by the checksum', () => {
    const key = newKey();
    for (let i = 9; i < key.length; i++) expect(isKey(key.slice(0, i) + (key[i] === 'x' ? 'y' : 'x') + key.slice(i + 1))).toBe(false);
    for (const other of ['', 'mus_live_', key.slice(1), `${key}0`, key.toLowerCase(), `${key}\n`]) expect(isKey(other)).toBe(false);
  });
});

describe('a key', () => {
  test('is shown once and kept as a hash', async () => {
    const made = await createApiKey(ctx, { name: 'CI', scopes: ['read:contacts'] });
    const [row] = await app.db.execute(sql`select to_jsonb(k)::text as text from api_keys k where hash = ${hashKey(made.key)}`);
    expect(row?.text).not.toContain(made.key);
    expect(row?.text).not.toContain(made.key.slice(14, -4));
    const listed = (await listApiKeys(ctx, { limit: 25 })).data.find((k) => k.id === made.id);
    expect(listed).toEqual({ ...made, key: undefined });
    expect(JSON.stringify(listed)).not.toContain('hash');
  });

  test('makes a context of its organization with exactly its scopes', async () => {
    const key = await keyOf(ctx, ['read:contacts', 'write:audiences']);
    const found = await keyContext(bearing(key));
    expect(found.orgId).toBe(ctx.orgId);
    expect(found.actor.scopes).toEqual(['read:contacts', 'write:audiences']);
  });

  test('remembers when it was used, to the minute', async () => {
    const made = await createApiKey(ctx, { name: 'used', scopes: [...scopes] });
    const used = async () => (await listApiKeys(ctx, { limit: 25 })).data.find((k) => k.id === made.id)?.last_used_at;
    expect(await used()).toBeNull();
    await keyContext(bearing(made.key));
    const first = await used();
    expect(first).not.toBeNull();
    await keyContext(bearing(made.key));
    expect(await used()).toBe(first);
  });

  test('revoked: refused at once; revoking twice changes nothing', async () => {
    const made = await createApiKey(ctx, { name: 'gone', scopes: ['read:contacts'] });
    const id = uuidOf('apiKey', made.id);
    const revoked = await revokeApiKey(ctx, id);
    await expect(keyContext(bearing(made.key))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await revokeApiKey({ ...ctx, now: new Date() }, id)).toEqual(revoked);
  });

  test('of another organization is not found', async () => {
    const made = await createApiKey(ctx, { name: 'mine', scopes: ['read:contacts'] });
    const { ctx: other } = await tenant(app.db);
    await expect(revokeApiKey(other, uuidOf('apiKey', made.id))).rejects.toMatchObject({ code: 'not_found' });
    expect((await listApiKeys(other, { limit: 25 })).data).toEqual([]);
  });

  test('with a bad checksum is refused without a query', async () => {
    const before = await queries();
    await expect(keyContext(bearing(`${newKey().slice(0, -1)}!`))).rejects.toMatchObject({ code: 'unauthenticated' });
    await expect(keyContext(bearing('anything'))).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await queries()).toBe(before);
  });

  test('must expire in the future', async () => {
    await expect(createApiKey(ctx, { name: 'old', scopes: ['read:contacts'], expires_at: '2020-01-01T00:00:00Z' })).rejects.toMatchObject({
      issues: [{ path: ['expires_at'], code: 'in_the_past' }],
    });
    expect(await app.db.$count(apiKeys, sql`name = 'old'`)).toBe(0);
  });
});

/** Scans of the table so far; the statistics of this session's own backend do not matter, the gate uses another. */
async function queries(): Promise<number> {
  const [row] = await app.db.execute<{ n: string }>(sql`
    select coalesce(seq_scan, 0) + coalesce(idx_scan, 0) as n from pg_stat_user_tables where relname = 'api_keys'`);
  return Number(row?.n);
}
