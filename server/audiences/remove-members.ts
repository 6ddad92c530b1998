import { and, eq, inArray } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { nameCause } from '@/server/db/cause';
import { transact } from '@/server/db/retry';
import { audienceMembers } from '@/server/db/schema/contacts';
import { findAudience, requireList } from './find-audience';
import { findContacts } from './find-contacts';

/** Takes contacts out of a list; who is not a member is not counted. 404 when one is not the organization's. The contacts stay. */
export async function removeMembers(ctx: Ctx, input: { audienceId: string; contact_ids: string[] }): Promise<{ removed: number }> {
  return transact(ctx.db, async (tx) => {
    requireList(await findAudience({ ...ctx, db: tx }, input.audienceId, true));
    const ids = await findContacts(tx, ctx.orgId, input.contact_ids);
    await nameCause(tx, ctx.actor);
    const gone = await tx
      .delete(audienceMembers)
      .where(and(eq(audienceMembers.audienceId, input.audienceId), inArray(audienceMembers.contactId, ids)))
      .returning({ id: audienceMembers.contactId });
    await audit(tx, ctx, 'audience.members_removed', encodeId('audience', input.audienceId), { removed: gone.length });
    return { removed: gone.length };
  });
}
