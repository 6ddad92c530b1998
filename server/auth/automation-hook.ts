import { and, eq, ne } from 'drizzle-orm';
import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { automations } from '@/server/db/schema/automations';

type OpenAutomationHook = { automation: typeof automations.$inferSelect; ctx: Ctx };

/**
 * The gate of automations' incoming webhooks, first half: whose automation a token starts. Nothing may be done with `ctx` before the
 * signature was checked. Null for a token that is unknown, was replaced, or of an automation that nothing calls.
 */
export async function openAutomationHook(db: Database, token: string): Promise<OpenAutomationHook | null> {
  const called = and(eq(automations.hookToken, token), eq(automations.triggerType, 'webhook'), ne(automations.status, 'archived'));
  const [automation] = await db.select().from(automations).where(called);
  if (!automation) return null;
  const orgId = automation.orgId as OrgId;
  return { automation, ctx: { orgId, actor: { type: 'job', id: 'webhook' }, db, now: new Date(), requestId: newRequestId() } };
}
