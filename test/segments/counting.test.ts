import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import { limited } from '@/server/db/limited';
import { countAudience } from '@/server/segments/count-audience';
import { countMatching, countOrNull, firstCount } from '@/server/segments/count-matching';
import { createSegment } from '@/server/segments/create-segment';
import { getSegment } from '@/server/segments/get-segment';
import { estimate } from '@/server/segments/sample';
import { Superseded, superseding, takeTurn } from '@/server/segments/turns';
import { createContacts, createContext, uuidOf } from '../factory';
import { openTestDatabase } from '../sends/setup';

const held = openTestDatabase();

describe('counting', () => {
  it('estimates from the sample with a margin that holds the truth in at least 95 of 100 filters', async () => {
    const ctx = await createContext(held.db);
    await held.db.execute(sql`
      insert into contacts (id, org_id, email, metadata) -- fixed ids: the same sample in every run
      select md5('contact ' || i)::uuid, ${ctx.orgId}, 'p' || i || '@example.com', jsonb_build_object('n', (hashint4(i)::bigint & 2147483647) % 1000) from generate_series(1, 40000) i`);
    await held.db.execute(sql`analyze contacts`);
    let inside = 0;
    for (let i = 0; i < 100; i++) {
      const where = sql`(c.metadata->>'n')::int between ${i}::int and ${i + i * i * 0.09}::numeric and pg_sleep(0) is not null`;
      const truth = await countMatching(ctx, where);
      const { count: guess } = await firstCount(ctx, where);
      expect(truth.exact).toBe(true);
      if (Math.abs(guess.count - truth.count) <= guess.margin) inside++;
    }
    expect(inside).toBeGreaterThanOrEqual(95);
    expect(estimate({ share: 0.01, list: null }, 0, 5_000).margin).toBeGreaterThan(100);
    const list = { all: 100_000, sampled: 5_100 };
    expect(estimate({ share: 0.05, list }, 5_100, 5_100)).toEqual({ scale: 100_000 / 5_100, margin: 168 }); // everyone
    expect(estimate({ share: 0.05, list }, 5_600, 5_600).scale * 5_600).toBeCloseTo(110_000); // 500 of the sample came since
  }, 60_000);

  it('stops a statement at its time limit and in the database when nobody waits for it any more', async () => {
    const ctx = await createContext(held.db);
    await expect(limited(ctx, { timeoutMs: 100 }, (tx) => tx.execute(sql`select pg_sleep(5)`))).rejects.toMatchObject({
      code: 'query_too_expensive',
    });
    const controller = new AbortController();
    const started = Date.now();
    const running = limited(ctx, { timeoutMs: 10_000, signal: controller.signal }, (tx) => tx.execute(sql`select pg_sleep(5), 'the one'`));
    setTimeout(() => controller.abort(new Superseded()), 200);
    await expect(running).rejects.toThrow(Superseded);
    expect(Date.now() - started).toBeLessThan(2_000);
    const left = await held.db.execute(
      sql`select 1 from pg_stat_activity where state = 'active' and query like '%the one%' and pid <> pg_backend_pid()`,
    );
    expect(left).toHaveLength(0);
  });

  it('what takes too long to count is saved and read uncounted, also in a transaction', async () => {
    const ctx = await createContext(held.db);
    await createContacts(ctx, 3);
    const slow = sql`pg_sleep(1) is not null`;
    const kept = await held.db.transaction(async (tx) => {
      const counts = [await countOrNull({ ...ctx, db: tx }, slow, { timeoutMs: 100 }), await countOrNull({ ...ctx, db: tx }, sql`true`)];
      return [...counts, (await tx.execute(sql`select 1 from contacts where org_id = ${ctx.orgId}`)).length];
    });
    expect(kept).toEqual([null, 3, 3]);
    await expect(countOrNull(ctx, sql`1 / 0 = 1`)).rejects.toThrow();
  });

  it('counts an audience at once and exactly; a dynamic segment is shown without its number', async () => {
    const ctx = await createContext(held.db);
    await createContacts(ctx, 5);
    const filter = { datatype: 'contact', where: { email: { $exists: true } } };
    const id = uuidOf('audience', (await createSegment(ctx, { name: 'S', filter, type: 'dynamic' })).id);
    const frozen = uuidOf('audience', (await createSegment(ctx, { name: 'F', filter, type: 'static' })).id);
    await createContacts(ctx, 2);
    for (const want of ['first', 'exact'] as const) {
      expect(await countAudience(ctx, { id, want })).toEqual({ count: 7, exact: true, margin: 0 });
      expect(await countAudience(ctx, { id: frozen, want })).toMatchObject({ count: 5 });
    }
    expect((await getSegment(ctx, id)).contact_count).toBe(7);
    expect((await getSegment(ctx, id, { counted: false })).contact_count).toBeNull();
    expect((await getSegment(ctx, frozen, { counted: false })).contact_count).toBe(5);
  });

  it('gives an organization one turn at a time, in order, and skips those who left', async () => {
    const log: string[] = [];
    const slow = (name: string) => async () => {
      log.push(`${name}+`);
      await new Promise((done) => setTimeout(done, 30));
      log.push(`${name}-`);
    };
    const gone = new AbortController();
    const all = [
      takeTurn('o', undefined, slow('a')),
      takeTurn('o', gone.signal, slow('b')),
      takeTurn('o', undefined, slow('c')),
      takeTurn('other', undefined, slow('x')),
    ];
    gone.abort(new Superseded());
    await Promise.allSettled(all);
    expect(log.filter((entry) => !entry.startsWith('x'))).toEqual(['a+', 'a-', 'c+', 'c-']);
    expect(log.indexOf('x+')).toBeLessThan(log.indexOf('a-'));
  });

  it('lets the newest request of a session replace the one before', async () => {
    const wait = (signal?: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
        setTimeout(() => resolve('done'), 50);
      });
    const first = superseding('s', undefined, wait);
    const second = superseding('s', undefined, wait);
    await expect(first).rejects.toThrow(Superseded);
    expect(await second).toBe('done');
  });
});
