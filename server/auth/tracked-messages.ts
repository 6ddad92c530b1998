import { inArray } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import type { Database } from '@/server/db/client';
import { messages } from '@/server/db/schema/sends';

export type TrackedMessage = { id: string; orgId: OrgId; sentAt: Date | null };

/**
 * The gate of pixels, links and returned mail. Whoever holds a token that we signed for a message (channels/tracking-links.ts) acts for
 * that message and nothing else; whose it is says its row. Call it with ids out of such tokens only. What was deleted is left out.
 */
export async function trackedMessages(db: Database, ids: readonly string[]): Promise<Map<string, TrackedMessage>> {
  if (!ids.length) return new Map();
  const rows = await db
    .select({ id: messages.id, orgId: messages.orgId, sentAt: messages.sentAt })
    .from(messages)
    .where(inArray(messages.id, [...new Set(ids)]));
  return new Map(rows.map((row) => [row.id, { ...row, orgId: row.orgId as OrgId }]));
}

/** One list for each organization: what is written for one is no other's. */
export function byOrganization<T>(items: readonly T[], of: (item: T) => TrackedMessage): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const { orgId } = of(item);
    const group = groups.get(orgId);
    if (group) group.push(item);
    else groups.set(orgId, [item]);
  }
  return [...groups.values()];
}

/** What acts on a message's behalf: its recipient, or a server on the way. */
export const messageContext = (db: Database, message: TrackedMessage): PoolCtx => ({
  orgId: message.orgId,
  actor: { type: 'recipient', id: encodeId('message', message.id) },
  db,
  now: new Date(),
  requestId: newRequestId(),
});
