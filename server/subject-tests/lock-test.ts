import { and, eq } from 'drizzle-orm';
import type { TxCtx } from '@/server/context';
import { subjectTests } from '@/server/db/schema/sends';
import type { SubjectTestRow } from '@/server/sends/open-subject-test';

/** Everything that decides begins here. The lock lets sends refer to the test meanwhile. @param id raw uuid */
export async function lockTest(ctx: TxCtx, id: string): Promise<SubjectTestRow | undefined> {
  const [row] = await ctx.db
    .select()
    .from(subjectTests)
    .where(and(eq(subjectTests.orgId, ctx.orgId), eq(subjectTests.id, id)))
    .for('no key update');
  return row;
}
