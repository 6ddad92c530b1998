import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AuditEntry } from '@/contracts/audit';
import { invalid } from '@/contracts/errors';
import { decodeId, encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { apiKeys, user } from '@/server/db/schema/auth';
import { auditLog } from '@/server/db/schema/platform';

/** Newest first. `action` filters by an action, or by all of a thing (`audience.`). The cursor is the id of the last entry shown. */
export async function listAudit(ctx: Ctx, input: { limit: number; cursor?: string; action?: string }): Promise<Page<AuditEntry>> {
  const after = input.cursor === undefined ? undefined : decodeId('audit', input.cursor);
  if (after === null) throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
  const action = input.action?.endsWith('.')
    ? sql`starts_with(${auditLog.action}, ${input.action})`
    : input.action && eq(auditLog.action, input.action);
  const name = sql<string | null>`coalesce(
    (select ${user.name} from ${user} where ${auditLog.actorType} = 'user' and ${user.id}::text = ${auditLog.actorId}),
    (select ${apiKeys.name} from ${apiKeys} where ${auditLog.actorType} = 'api_key' and ${apiKeys.orgId} = ${auditLog.orgId} and ${apiKeys.id}::text = ${auditLog.actorId}))`;
  const rows = await ctx.db
    .select({ entry: auditLog, name })
    .from(auditLog)
    .where(and(eq(auditLog.orgId, ctx.orgId), action || undefined, after ? lt(auditLog.id, after) : undefined))
    .orderBy(desc(auditLog.id))
    .limit(input.limit + 1);
  const data = rows.slice(0, input.limit).map(
    ({ entry, name }): AuditEntry => ({
      id: encodeId('audit', entry.id),
      action: entry.action,
      target: entry.target,
      actor: { type: entry.actorType, id: entry.actorId, name },
      data: entry.data,
      request_id: entry.requestId,
      created_at: entry.createdAt.toISOString(),
    }),
  );
  return { data, next_cursor: rows.length > input.limit ? (data.at(-1)?.id ?? null) : null };
}
