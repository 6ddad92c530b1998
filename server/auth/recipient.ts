import { eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { readUnsubscribeToken, type UnsubscribeTarget } from '@/server/channels/unsubscribe-token';
import { newRequestId, type OrgId, type PoolCtx } from '@/server/context';
import { database } from '@/server/db/client';
import { organization } from '@/server/db/schema/auth';

type Recipient = { ctx: PoolCtx; target: UnsubscribeTarget; organization: string };

/** The gate of unsubscribe links: whoever holds the link acts for that one address, nothing else. Null for a link that is not ours. */
export async function recipientOf(token: string): Promise<Recipient | null> {
  const target = readUnsubscribeToken(token);
  if (!target) return null;
  const db = database();
  const [org] = await db.select({ name: organization.name }).from(organization).where(eq(organization.id, target.orgId));
  if (!org) return null;
  const actor = { type: 'recipient', id: target.sendId ? encodeId('send', target.sendId) : 'unsubscribe link' } as const;
  return { target, organization: org.name, ctx: { orgId: target.orgId as OrgId, actor, db, now: new Date(), requestId: newRequestId() } };
}
