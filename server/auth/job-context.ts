import { type Ctx, newRequestId, type OrgId } from '@/server/context';
import type { Executor } from '@/server/db/client';

/** A context for work that nobody asked for just now: `orgId` comes from the row that the work is about, which is what proves it. */
export const jobContext = <Db extends Executor>(db: Db, orgId: string, job: string, now = new Date()): Ctx & { db: Db } => ({
  db,
  orgId: orgId as OrgId,
  actor: { type: 'job', id: job },
  now,
  requestId: newRequestId(),
});
