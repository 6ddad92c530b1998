import type { Segment, SegmentInput } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import { freeSlug } from '@/server/audiences/slug';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { countMatching } from './count-matching';
import { freezeMembers } from './freeze-members';
import { toSegment } from './to-segment';
import { warningsFor } from './unknown-keys';

/**
 * Saves a filter as an audience. `dynamic`: evaluated whenever it is used. `static`: its members are frozen now.
 * @throws 422 with the JSON paths of what is wrong in the filter
 */
export async function createSegment(ctx: Ctx, input: SegmentInput): Promise<Segment> {
  const { filter, warnings } = readFilter(input.filter);
  return ctx.db.transaction(async (tx) => {
    const inTx = { ...ctx, db: tx };
    const where = await filterWhere(inTx, filter);
    const [row] = await tx
      .insert(audiences)
      .values({
        orgId: ctx.orgId,
        kind: 'segment',
        name: input.name,
        slug: await freeSlug(inTx, input.name),
        description: input.description ?? null,
        segmentType: input.type,
        filter: input.filter,
        frozenAt: input.type === 'static' ? ctx.now : null,
      })
      .returning();
    if (!row) throw new Error('the segment was not written');
    const count =
      input.type === 'static' ? await freezeMembers(inTx, row.id, where) : (await countMatching(inTx, where, { want: 'exact' })).count;
    const segment = toSegment(row, count, [...warnings, ...(await warningsFor(inTx, input.filter))]);
    await audit(tx, ctx, 'segment.created', segment.id, { name: row.name, type: input.type, contacts: count });
    return segment;
  });
}
