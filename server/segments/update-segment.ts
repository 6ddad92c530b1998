import { eq } from 'drizzle-orm';
import type { Segment, SegmentInput } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { readFilter } from '@/server/audiences/read-filter';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { countOrNull } from './count-matching';
import { findSegment } from './find-segment';
import { freezeMembers } from './freeze-members';
import { toSegment } from './to-segment';
import { takeTurn } from './turns';
import { warningsFor } from './unknown-keys';

/**
 * Replaces a segment's name, filter and type. Saving a static segment freezes its members anew. The organization's turn to count is
 * waited for before the transaction, which holds a connection and the segment's row.
 * @throws 404; 422 with the JSON paths, also when the new filter would contain the segment itself through `$inAudience`
 */
export async function updateSegment(ctx: Ctx, { id, ...input }: SegmentInput & { id: string }): Promise<Segment> {
  refuseText(input);
  const { warnings } = readFilter(input.filter);
  const save = async (tx: Executor) => {
    const inTx = { ...ctx, db: tx };
    await findSegment(inTx, id, true);
    // As the stored segment, so that a filter that leads back here is seen as a cycle.
    const where = await audienceWhere(inTx, { id, kind: 'segment', segmentType: 'dynamic', filter: input.filter });
    const frozen = input.type === 'static';
    await nameCause(tx, `definition:${id}`); // what freezing moves
    const [row] = await tx
      .update(audiences)
      .set({
        name: input.name,
        description: input.description ?? null,
        segmentType: input.type,
        filter: input.filter,
        frozenAt: frozen ? ctx.now : null,
        updatedAt: ctx.now,
      })
      .where(eq(audiences.id, id))
      .returning();
    if (!row) throw new Error('the segment was not written');
    const count = frozen ? await freezeMembers(inTx, id, where) : await countOrNull(inTx, where);
    const segment = toSegment(row, count, [...warnings, ...(await warningsFor(inTx, input.filter))]);
    await audit(tx, ctx, 'segment.updated', segment.id, { name: row.name, type: input.type, contacts: count });
    return segment;
  };
  return takeTurn(ctx.orgId, undefined, () => transact(ctx.db, save));
}
