import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { auditLog } from '@/server/db/schema/platform';

/**
 * Writes one audit row; call it with the transaction of the change itself.
 * @param action `<thing>.<past tense>`, e.g. `audience.csv_imported`
 * @param target public id of what was changed
 */
export async function audit(
  tx: Executor,
  ctx: Pick<Ctx, 'orgId' | 'actor' | 'requestId'>,
  action: string,
  target: string,
  data: Record<string, unknown> = {},
): Promise<void> {
  await tx
    .insert(auditLog)
    .values({ orgId: ctx.orgId, actorType: ctx.actor.type, actorId: ctx.actor.id, action, target, data, requestId: ctx.requestId });
}
