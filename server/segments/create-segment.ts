import type { Segment, SegmentInput } from '@/contracts/segment';
import { filterWhere } from '@/server/audiences/audience-query';
import type { AudienceRow } from '@/server/audiences/find-audience';
import { freeSlug } from '@/server/audiences/free-slug';
import { readFilter } from '@/server/audiences/read-filter';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { countOrNull } from './count-matching';
import { freezeMembers } from './freeze-members';
import { toSegment } from './to-segment';
import { takeTurn } from './turns';
import { warningsFor } from './unknown-keys';

/**
 * Saves a filter as an audience. `dynamic`: evaluated whenever it is used. `static`: its members are frozen now. The organization's turn
 * to count is waited for before the transaction, which holds a connection.
 * @throws 422 with the JSON paths of what is wrong in the filter
 */
export async function createSegment(ctx: Ctx, input: SegmentInput): Promise<Segment> {
  refuseText(input);
  const { filter, warnings } = readFilter(input.filter);
  for (let attempt = 0; attempt < 20; attempt++) {
    const save = async (tx: Executor) => {
      const inTx = { ...ctx, db: tx };
      const where = await filterWhere(inTx, filter);
      const row = await insertSegment(inTx, input);
      if (!row) return null;
      const count = input.type === 'static' ? await freezeMembers(inTx, row.id, where) : await countOrNull(inTx, where);
      const made = toSegment(row, count, [...warnings, ...(await warningsFor(inTx, input.filter))]);
      await audit(tx, ctx, 'segment.created', made.id, { name: row.name, type: input.type, contacts: count });
      return made;
    };
    const segment = await takeTurn(ctx.orgId, undefined, () => transact(ctx.db, save));
    if (segment) return segment;
  }
  throw new Error('no free slug was found'); // twenty others took each next one meanwhile
}

/** Null when somebody took the slug in the same moment. */
async function insertSegment(ctx: Ctx, input: SegmentInput): Promise<AudienceRow | null> {
  const [row] = await ctx.db
    .insert(audiences)
    .values({
      orgId: ctx.orgId,
      kind: 'segment',
      name: input.name,
      slug: await freeSlug(ctx.db, ctx.orgId, input.name),
      description: input.description ?? null,
      segmentType: input.type,
      filter: input.filter,
      frozenAt: input.type === 'static' ? ctx.now : null,
    })
    .onConflictDoNothing({ target: [audiences.orgId, audiences.slug] })
    .returning();
  return row ?? null;
}
