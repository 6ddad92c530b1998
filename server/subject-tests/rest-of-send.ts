import { and, eq, isNull } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import { sends, subjectTests } from '@/server/db/schema/sends';

/** Until when a send (uuid) waits for the decision of its test, and which; null: it does not, or its start was made void by a pause. */
export async function restOfSend(
  ctx: Pick<TxCtx, 'db' | 'orgId'>,
  sendId: string,
  resumes: number,
): Promise<{ testId: string; restAt: string } | null> {
  const [row] = await ctx.db
    .select({ testId: subjectTests.id, restAt: sends.restAt })
    .from(sends)
    .innerJoin(subjectTests, and(eq(subjectTests.orgId, sends.orgId), eq(subjectTests.id, sends.subjectTestId)))
    .where(and(eq(sends.orgId, ctx.orgId), eq(sends.id, sendId), eq(sends.resumes, resumes), isNull(subjectTests.decidedAt)));
  return row?.restAt ? { testId: row.testId, restAt: row.restAt.toISOString() } : null;
}
