import { and, eq } from 'drizzle-orm';
import { percentOf, type SubjectTestInput } from '@/contracts/subject-test';
import type { TxCtx } from '@/server/context';
import { subjectTests } from '@/server/db/schema/sends';

export type SubjectTestRow = typeof subjectTests.$inferSelect;

/** The test of a new send. The slices of an occurrence of a campaign (`campaignRunId`) share one: whoever comes first makes it. */
export async function openSubjectTest(ctx: TxCtx, input: SubjectTestInput, campaignRunId: string | undefined): Promise<SubjectTestRow> {
  const [made] = await ctx.db
    .insert(subjectTests)
    .values({ orgId: ctx.orgId, campaignRunId, percent: percentOf(input.share), waitMinutes: input.wait_minutes, by: input.by })
    .onConflictDoNothing({ target: subjectTests.campaignRunId })
    .returning();
  const row = made ?? (await findByRun(ctx, campaignRunId));
  if (!row) throw new Error('the test was not written');
  return row;
}

async function findByRun(ctx: TxCtx, campaignRunId = ''): Promise<SubjectTestRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(subjectTests)
    .where(and(eq(subjectTests.orgId, ctx.orgId), eq(subjectTests.campaignRunId, campaignRunId)));
  return row;
}
