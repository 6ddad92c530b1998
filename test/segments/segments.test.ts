import { sql } from 'drizzle-orm';
import { describe, expect, it } from 'vitest';
import type { AppError } from '@/contracts/errors';
import { auditLog } from '@/server/db/schema/platform';
import { recordEvent } from '@/server/events/record-event';
import { putRecord } from '@/server/records/put-record';
import { createSegment } from '@/server/segments/create-segment';
import { deleteSegment } from '@/server/segments/delete-segment';
import { diffSegment } from '@/server/segments/diff-segment';
import { estimateReach } from '@/server/segments/estimate-reach';
import { explainMember } from '@/server/segments/explain-member';
import { getSegment } from '@/server/segments/get-segment';
import { listFields } from '@/server/segments/list-fields';
import { listSegments } from '@/server/segments/list-segments';
import { overlapAudiences } from '@/server/segments/overlap-audiences';
import { updateSegment } from '@/server/segments/update-segment';
import { createAudience, createContacts, createContext, uuidOf } from '../factory';
import { openTestDatabase } from '../sends/setup';

const held = openTestDatabase();
const contact = (where: Record<string, unknown>) => ({ datatype: 'contact', where });
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (e: AppError) => ({ code: e.code, issues: e.issues.map((i) => [i.path.join('.'), i.code]) }),
  );

async function team() {
  const ctx = await createContext(held.db);
  const people = await createContacts(ctx, [
    { name: 'Ann', country: 'US', tags: ['vip', 'lead'], metadata: { plan: 'pro', address: { city: 'Kyiv' } }, lastEmailOpenedAt: ctx.now },
    { name: 'Bob', country: 'US', tags: ['mql'], metadata: { plan: 'free' } },
    { name: 'Cid', country: 'DE', tags: ['vip'], metadata: { plan: 'pro' }, phone: '+4915112345678' },
    { name: 'Dee', country: null, metadata: {} },
  ]);
  return { ctx, people };
}

describe('segments', () => {
  it('keeps the filter as it was written, key order included, and says it in words', async () => {
    const { ctx } = await team();
    const where = { tags: { $in: ['lead', 'mql'] }, country: 'US' };
    const made = await createSegment(ctx, { name: 'US leads', filter: contact(where), type: 'dynamic' });
    const read = await getSegment(ctx, uuidOf('audience', made.id));
    expect(JSON.stringify(read.filter)).toBe(JSON.stringify(contact(where)));
    expect(read).toMatchObject({ contact_count: 2, type: 'dynamic', frozen_at: null, slug: 'us-leads' });
    expect(read.description_of_filter).toContain('country is US');
    expect((await listSegments(ctx, { limit: 10 })).data.map((s) => s.id)).toEqual([made.id]);
  });

  it('freezes a static segment: later changes of contacts do not move it, saving again does', async () => {
    const { ctx, people } = await team();
    const filter = contact({ tags: 'vip' });
    const made = await createSegment(ctx, { name: 'Frozen', filter, type: 'static' });
    expect(made).toMatchObject({ contact_count: 2, frozen_at: ctx.now.toISOString() });
    await held.db.execute(sql`update contacts set tags = '{vip}' where id = ${people[3]?.id}`);
    const id = uuidOf('audience', made.id);
    expect((await getSegment(ctx, id)).contact_count).toBe(2);
    expect((await updateSegment(ctx, { id, name: 'Frozen', filter, type: 'static' })).contact_count).toBe(3);
  });

  it('nests audiences, refuses cycles and unknown ones, and is not deleted while it is part of another', async () => {
    const { ctx } = await team();
    const inner = await createSegment(ctx, { name: 'VIP', filter: contact({ tags: 'vip' }), type: 'dynamic' });
    const outer = await createSegment(ctx, { name: 'VIP US', filter: contact({ $inAudience: inner.id, country: 'US' }), type: 'dynamic' });
    expect(outer.contact_count).toBe(1);
    const id = uuidOf('audience', inner.id);
    expect(
      await refusal(updateSegment(ctx, { id, name: 'VIP', filter: contact({ $inAudience: outer.id }), type: 'dynamic' })),
    ).toMatchObject({
      issues: [['filter', 'audience_cycle']],
    });
    const other = await createContext(held.db);
    expect(await refusal(estimateReach(other, { filter: contact({ $inAudience: inner.id }) }))).toMatchObject({
      issues: [['filter', 'unknown_audience']],
    });
    expect(await refusal(deleteSegment(ctx, id))).toMatchObject({ code: 'conflict' });
    await deleteSegment(ctx, uuidOf('audience', outer.id));
    await deleteSegment(ctx, id);
    const actions = await held.db.select({ action: auditLog.action }).from(auditLog).where(sql`org_id = ${ctx.orgId}`);
    expect(actions.map((row) => row.action)).toEqual(['segment.created', 'segment.created', 'segment.deleted', 'segment.deleted']);
  });

  it("takes the CRM's documented filters unchanged", async () => {
    const { ctx } = await team();
    const since = new Date(ctx.now.getTime() - 86_400_000).toISOString();
    const first = await estimateReach(ctx, { filter: contact({ $and: [{ tags: 'vip' }, { lastEmailOpenedAt: { $gte: since } }] }) });
    expect([first.count, first.sampleProfile.map((p) => p.name)]).toEqual([1, ['Ann']]);
    expect((await estimateReach(ctx, { filter: contact({ country: 'US', tags: { $in: ['lead', 'mql'] } }) })).count).toBe(2);
  });

  it('names the place of what is wrong, and warns of a key nobody has', async () => {
    const { ctx } = await team();
    expect(await refusal(estimateReach(ctx, { filter: contact({ contry: 'US' }) }))).toEqual({
      code: 'validation_failed',
      issues: [['filter.where.contry', 'unknown_field']],
    });
    const reach = await estimateReach(ctx, { filter: contact({ $or: [{ 'metadata.plan': 'pro' }, { 'metadata.pln': 'pro' }] }) });
    expect(reach.count).toBe(2);
    expect(reach.warnings.map((w) => w.path.join('.'))).toEqual(['filter.where.$or.1.metadata.pln']);
  });

  it('counts behaviour and linked records', async () => {
    const { ctx, people } = await team();
    const [ann, bob] = people;
    for (const id of ['1', '2', '2']) await recordEvent(ctx, { contact_id: ann?.id, name: 'purchase', properties: { total: 10 }, id });
    await recordEvent(ctx, { email: bob?.email as string, name: 'purchase', properties: { total: 99 } });
    const did = (count: unknown) => estimateReach(ctx, { filter: contact({ $did: { event: 'purchase', count } }) }).then((r) => r.count);
    expect([await did({ $gte: 1 }), await did({ $gte: 2 }), await did(0)]).toEqual([2, 1, 2]);
    const links = [ann?.email as string, bob?.email as string];
    await putRecord(ctx, { datatype: 'company', key: 'acme', data: { size: 120, industry: 'steel' }, emails: links });
    await putRecord(ctx, { datatype: 'company', key: 'other', data: { size: 300, industry: 'steel' }, contact_ids: [ann?.id as string] });
    const size = (where: Record<string, unknown>) => estimateReach(ctx, { filter: { datatype: 'company', where } }).then((r) => r.count);
    expect([await size({ size: { $gt: 100 } }), await size({ size: { $gt: 200 } }), await size({ industry: 'wool' })]).toEqual([2, 1, 0]);
  });

  it('says who joins and who leaves before an edit is saved', async () => {
    const { ctx } = await team();
    const made = await createSegment(ctx, { name: 'VIP', filter: contact({ tags: 'vip' }), type: 'dynamic' });
    const diff = await diffSegment(ctx, { id: uuidOf('audience', made.id), filter: contact({ country: 'US' }) });
    expect([diff.joins, diff.joining.map((p) => p.name), diff.leaves, diff.leaving.map((p) => p.name)]).toEqual([1, ['Bob'], 1, ['Cid']]);
  });

  it('counts the overlap of any two audiences', async () => {
    const { ctx, people } = await team();
    const vip = await createSegment(ctx, { name: 'VIP', filter: contact({ tags: 'vip' }), type: 'dynamic' });
    const list = await createAudience(ctx, people.slice(0, 2));
    expect(await overlapAudiences(ctx, { a: uuidOf('audience', vip.id), b: list.id })).toEqual({
      a: 2,
      b: 2,
      both: 1,
      a_only: 1,
      b_only: 1,
      jaccard: 1 / 3,
    });
  });

  it('explains a contact clause by clause, with what was seen, then the gates', async () => {
    const { ctx, people } = await team();
    const made = await createSegment(ctx, {
      name: 'S',
      filter: contact({ $or: [{ 'metadata.plan': 'free' }, { tags: 'vip' }], country: 'US' }),
      type: 'dynamic',
    });
    const why = await explainMember(ctx, { id: uuidOf('audience', made.id), contactId: people[2]?.id as string });
    expect(why.member).toBe(false);
    expect(why.clauses.map((c) => [c.depth, c.matched, c.seen])).toEqual([
      [0, true, undefined],
      [1, false, 'pro'],
      [1, true, ['vip']],
      [0, false, 'DE'],
    ]);
    expect(why.gates.filter((g) => g.channel === 'sms').map((g) => [g.gate, g.passed])).toEqual([
      ['member', false],
      ['has_address', true],
      ['not_suppressed', true],
    ]);
  });

  it('lists the fields that were seen, with type, frequency and values', async () => {
    const { ctx } = await team();
    const fields = await listFields(ctx);
    const of = (name: string) => fields.find((f) => f.name === name);
    expect(of('country')).toMatchObject({ builtin: true, type: 'string', frequency: 0.75, examples: ['US', 'DE'] });
    expect(of('tags')).toMatchObject({ type: 'array', examples: ['vip', 'lead', 'mql'] });
    expect(of('metadata.plan')).toMatchObject({ builtin: false, type: 'string', frequency: 0.75, examples: ['pro', 'free'] });
    expect(of('metadata.address.city')).toMatchObject({ type: 'string', examples: ['Kyiv'] });
  });
});
