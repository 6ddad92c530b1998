import { and, eq, gt, ne, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { jobContext } from '@/server/auth/job-context';
import type { Database } from '@/server/db/client';
import { audiences } from '@/server/db/schema/contacts';
import { refreshCustom } from './refresh-custom';

/** Uuids of the uploaded and lookalike audiences of every organization after `after`, a few hundred at a time. */
export async function dueAudiences(db: Database, after: string | null, limit = 200): Promise<{ id: string; orgId: string }[]> {
  return db
    .select({ id: audiences.id, orgId: audiences.orgId })
    .from(audiences)
    .where(and(eq(audiences.kind, 'custom'), ne(audiences.customType, 'pixel'), after ? gt(audiences.id, after) : undefined))
    .orderBy(audiences.id)
    .limit(limit);
}

/**
 * Refreshes one audience with nobody waiting. What its definition is to blame for (a seed that became too small) is kept with the audience and shown
 * on its page; the members stay those of before.
 */
export async function refreshUnattended(db: Database, { id, orgId }: { id: string; orgId: string }, runId: string): Promise<void> {
  const ctx = jobContext(db, orgId, runId);
  try {
    await refreshCustom(ctx, id);
  } catch (error) {
    if (!(error instanceof AppError)) {
      console.error(`[custom] ${encodeId('audience', id)} was not refreshed`, error);
      return;
    }
    await db
      .update(audiences)
      .set({ custom: sql`${audiences.custom} || jsonb_build_object('problem', ${error.message}::text)` })
      .where(eq(audiences.id, id));
  }
}
