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
  await auditAll(tx, ctx, [{ action, target, data }]);
}

/** The same for several things that changed together. */
export async function auditAll(
  tx: Executor,
  { orgId, actor, requestId }: Pick<Ctx, 'orgId' | 'actor' | 'requestId'>,
  changes: readonly { action: string; target: string; data?: Record<string, unknown> }[],
): Promise<void> {
  const common = { orgId, actorType: actor.type, actorId: actor.id, requestId };
  if (changes.length) await tx.insert(auditLog).values(changes.map((change) => ({ ...common, ...change })));
}
