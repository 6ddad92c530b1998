import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { AuditEntry } from '@/contracts/audit';
import { encodeId } from '@/contracts/ids';
import type { Page } from '@/contracts/page';
import type { Ctx } from '@/server/context';
import { cursorId, pageFrom } from '@/server/db/page';
import { apiKeys, user } from '@/server/db/schema/auth';
import { auditLog } from '@/server/db/schema/platform';

/** Newest first. `action` filters by an action, or by all of a thing (`audience.`). */
export async function listAudit(ctx: Ctx, input: { limit: number; cursor?: string; action?: string }): Promise<Page<AuditEntry>> {
  const after = cursorId('audit', input.cursor);
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
  return pageFrom(rows, input.limit, toEntry, (entry) => entry.id);
}

const toEntry = ({ entry, name }: { entry: typeof auditLog.$inferSelect; name: string | null }): AuditEntry => ({
  id: encodeId('audit', entry.id),
  action: entry.action,
  target: entry.target,
  actor: { type: entry.actorType, id: entry.actorId, name },
  data: entry.data,
  request_id: entry.requestId,
  created_at: entry.createdAt.toISOString(),
});
