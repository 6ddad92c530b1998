import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { decodeId, encodeId } from '@/contracts/ids';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';
import { buildIndex, removeIndex } from '@/server/indexes/build-index';
import { createIndex } from '@/server/indexes/create-index';
import { dropIndex } from '@/server/indexes/drop-index';
import { dropUnused } from '@/server/indexes/drop-unused';
import { getIndex, listIndexes } from '@/server/indexes/list-indexes';
import { listSlowFilters } from '@/server/indexes/list-slow-filters';
import { noteSlowFilter, shapeOf } from '@/server/indexes/note-slow-filter';
import { createAudience, createContacts, createContext } from '@/test/factory';
import { openTestDatabase } from '@/test/sends/setup';

const test = openTestDatabase();

/** Metadata of every kind: an index must find what reading everybody finds. */
const odd: Record<string, unknown>[] = [
  {},
  { ltv: null },
  { ltv: '500' },
  { ltv: true },
  { ltv: [] },
  { ltv: [1, 700] },
  { ltv: ['x'] },
  { ltv: { a: 600 } },
  { ltv: [[900]] },
  { ltv: 5e-7 },
  { ltv: -1e300 },
];
const filter = (where: object) => ({ datatype: 'contact', where: where as Record<string, never> });

async function organization(): Promise<Ctx> {
  const ctx = await createContext(test.db);
  await createContacts(ctx, [
    ...odd.map((metadata) => ({ metadata })),
    ...Array.from({ length: 400 }, (_, i) => ({ metadata: { ltv: i * 2.5 } })),
  ]);
  return ctx;
}

async function matching(ctx: Ctx, where: object): Promise<string[]> {
  const rows = await ctx.db.execute<{ id: string }>(
    sql`select c.id from contacts c where c.org_id = ${ctx.orgId} and (${await filterWhere(ctx, readFilter(filter(where)).filter)}) order by 1`,
  );
  return rows.map((row) => row.id);
}

const job = (ctx: Ctx, id: string) => ({ org_id: ctx.orgId, index_id: decodeId('filterIndex', id) ?? '' });
const build = (ctx: Ctx, id: string) => buildIndex({ db: test.db, now: new Date() }, test.url, job(ctx, id));
const indexed = async () =>
  (
    await test.db.execute<{ name: string }>(
      sql`select indexrelname as name from pg_stat_user_indexes where indexrelname like 'contacts\_f\_%'`,
    )
  ).map((r) => r.name);

describe('an index on a key of metadata', () => {
  it('finds whom reading everybody finds, and is used', async () => {
    const ctx = await organization();
    const ranges = [{ $gte: 990 }, { $gt: 2.5, $lt: 7.5 }, { $lt: 0 }, { $lte: -1e300 }, { $gt: 600, $lt: 10 }, { $gte: 5e-7, $lte: 5e-7 }];
    const wanted = ranges.flatMap((range) => [
      { 'metadata.ltv': range },
      { $nor: [{ 'metadata.ltv': range }] },
      { 'metadata.ltv': { $not: range } },
    ]);
    const before = await Promise.all(wanted.map((where) => matching(ctx, where)));
    const made = await createIndex(ctx, { field: 'metadata.ltv', filter: filter({ 'metadata.ltv': { $gte: 990 } }) });
    expect(made).toMatchObject({ status: 'building', before: { plan: null, ms: null } });
    await build(ctx, made.id);
    const ready = await getIndex(ctx, decodeId('filterIndex', made.id) ?? '');
    expect(ready).toMatchObject({ status: 'ready', words: expect.stringContaining('ltv') });
    expect(ready.size_bytes).toBeGreaterThan(0);
    expect(ready.before.plan).not.toMatch(/contacts_f_/);
    expect(ready.before.ms).toBeGreaterThan(0);
    expect(await Promise.all(wanted.map((where) => matching(ctx, where)))).toEqual(before);
    const where = await filterWhere(ctx, readFilter(filter({ 'metadata.ltv': { $gte: 990 } })).filter);
    const plan = await test.db.transaction(async (tx) => {
      await tx.execute(sql`set local enable_seqscan = off`);
      return JSON.stringify(await tx.execute(sql`explain select * from contacts c where c.org_id = ${ctx.orgId} and (${where})`));
    });
    expect(plan).toMatch(/contacts_f_/);
    expect(before[0]?.length, 'numbers, and a list with one').toBe(4);
  });

  it('is asked about only by a filter that it could answer, once with all that is nested in it', async () => {
    const ctx = await organization();
    const reads = async (where: object) => {
      const select = vi.spyOn(test.db, 'select');
      await filterWhere(ctx, readFilter(filter(where)).filter);
      const n = select.mock.calls.length;
      select.mockRestore();
      return n;
    };
    const range = { 'metadata.ltv': { $gte: 990 } };
    expect(await reads({ tags: 'vip', createdAt: { $gte: '2026-01-01' }, 'metadata.plan': 'pro', 'metadata.a.b': { $gt: 1 } })).toBe(0);
    expect(await reads({ $nor: [range] })).toBe(0);
    expect(await reads(range)).toBe(1);
    const inner = await createAudience(ctx, [], { kind: 'segment', segmentType: 'dynamic', filter: filter(range) });
    const outer = { $and: [{ $inAudience: encodeId('audience', inner.id) }, { $or: [range, range] }] };
    expect(await reads(outer), 'the audience, the indexes').toBe(2);
  });

  it('is built anew when a build was interrupted, and asked for twice is one', async () => {
    const ctx = await organization();
    const made = await createIndex(ctx, { field: 'metadata.ltv' });
    expect(made.filter.where, 'the highest hundredth of a sample').toMatchObject({ 'metadata.ltv': { $gte: expect.any(Number) } });
    const [row] = await test.db.execute<{ name: string }>(
      sql`select name from filter_indexes where id = ${decodeId('filterIndex', made.id)}`,
    );
    // what a killed CREATE INDEX CONCURRENTLY leaves: an index that is there and not valid
    await expect(test.db.$client.unsafe(`create unique index concurrently ${row?.name} on contacts (org_id)`)).rejects.toThrow(
      'could not create unique index',
    );
    await build(ctx, made.id);
    await build(ctx, made.id);
    expect(await createIndex(ctx, { field: 'metadata.ltv' })).toMatchObject({ id: made.id, status: 'ready' });
    const [valid] = await test.db.execute<{ ok: boolean }>(
      sql`select i.indisvalid as ok from pg_index i join pg_class c on c.oid = i.indexrelid where c.relname = ${row?.name}`,
    );
    expect(valid?.ok).toBe(true);
    expect(await listIndexes(ctx)).toHaveLength(1);
  });

  it('is dropped when asked, or when nothing used it for 30 days, and the audit log says why', async () => {
    const ctx = await organization();
    const made = await createIndex(ctx, { field: 'metadata.ltv' });
    const id = decodeId('filterIndex', made.id) ?? '';
    await build(ctx, made.id);
    const [{ name } = { name: '' }] = await test.db.execute<{ name: string }>(sql`select name from filter_indexes where id = ${id}`);
    await dropUnused(test.db, new Date(), 'run');
    expect((await getIndex(ctx, id)).status).toBe('ready');
    const later = new Date(Date.now() + 31 * 24 * 60 * 60_000);
    await test.db.execute(
      sql`update filter_indexes set scans = (select idx_scan from pg_stat_user_indexes where indexrelname = ${name}) where id = ${id}`,
    );
    await dropUnused(test.db, later, 'run');
    expect((await getIndex(ctx, id)).status).toBe('dropping');
    await removeIndex(test.db, test.url, job(ctx, made.id));
    await removeIndex(test.db, test.url, job(ctx, made.id));
    expect(await listIndexes(ctx)).toEqual([]);
    expect(await indexed()).not.toContain(name);
    const log = await test.db.execute<{ action: string; data: { why?: string } }>(
      sql`select action, data from audit_log where org_id = ${ctx.orgId} order by id`,
    );
    expect(log.map((l) => [l.action, l.data.why])).toEqual([
      ['index.requested', undefined],
      ['index.dropped', 'no filter used it for 30 days'],
    ]);
    await expect(dropIndex(ctx, id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('is refused where it would do harm or nothing, and beyond eight', async () => {
    const ctx = await organization();
    for (const field of ['tags', 'email', 'lastEmailOpenedAt', 'metadata', 'metadata.a.b', 'nonsense', 'metadata.'])
      await expect(createIndex(ctx, { field }), field).rejects.toMatchObject({ issues: [{ path: ['field'], code: 'not_indexable' }] });
    for (let i = 0; i < 8; i++) await createIndex(ctx, { field: `metadata.k${i}` });
    await expect(createIndex(ctx, { field: 'createdAt' })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('takes any key as a value, never as SQL', async () => {
    const ctx = await organization();
    const made = await createIndex(ctx, { field: `metadata.'); drop table contacts; --` });
    await build(ctx, made.id);
    expect((await getIndex(ctx, decodeId('filterIndex', made.id) ?? '')).status).toBe('ready');
  });
});

describe('slow filters', () => {
  it('are remembered by their shape, with a sentence of advice where an index would help', async () => {
    const ctx = await organization();
    expect(shapeOf(filter({ a: { $in: [1, 2] }, $or: [{ b: 1 }] }))).toBe('{"datatype":"?","where":{"a":{"$in":["?"]},"$or":[{"b":"?"}]}}');
    await noteSlowFilter(ctx, filter({ 'metadata.ltv': { $gte: 980 } }), 400, 9);
    await noteSlowFilter(ctx, filter({ 'metadata.ltv': { $gte: 990 } }), 600, 4);
    await noteSlowFilter(ctx, filter({ 'metadata.ltv': { $gte: 1 }, tags: { $ne: 'x' } }), 300, null);
    await noteSlowFilter(ctx, filter({ $or: [{ country: 'US' }, { tags: 'vip' }] }), 290, 0);
    await noteSlowFilter(ctx, filter({ country: 'US' }), 20, 0);
    const [rare, common, or, ...more] = await listSlowFilters(ctx);
    expect(more).toEqual([]);
    expect(rare).toMatchObject({ runs: 2, average_ms: 500, max_ms: 600, matches: 4, no_advice: null });
    expect(rare?.plan).toContain('contacts');
    expect(rare?.advice?.field).toBe('metadata.ltv');
    expect(rare?.advice?.sentence).toContain('ran 2 times, 500 ms each');
    expect(common).toMatchObject({ advice: null, no_advice: expect.stringContaining('reading all is as quick') });
    expect(or).toMatchObject({ advice: null, no_advice: expect.stringContaining('No single comparison') });
    const made = await createIndex(ctx, { field: 'metadata.ltv' });
    expect(made.filter, 'the slowest of them is explained').toEqual(filter({ 'metadata.ltv': { $gte: 990 } }));
    expect((await listSlowFilters(ctx))[0]).toMatchObject({ advice: null, no_advice: 'What can be indexed has its index.' });
  });
});
