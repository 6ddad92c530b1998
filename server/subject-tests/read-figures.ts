import { sql } from 'drizzle-orm';
import type { SubjectFigures, SubjectTest } from '@/contracts/subject-test';
import type { TxCtx } from '@/server/context';
import { figuresOf, type SummedRow, sums } from '@/server/reports/figures';
import { totals } from '@/server/reports/totals';

/** How often each subject was opened, or clicked, by people, as the reports count it; over all sends of a test (uuids). */
export async function readFigures(
  ctx: TxCtx,
  sendIds: readonly string[],
  by: SubjectTest['by'],
  subjects: number,
): Promise<SubjectFigures> {
  const ids = sql`(select jsonb_array_elements_text(${JSON.stringify(sendIds)}::text::jsonb)::uuid)`;
  const { days } = totals(ctx.orgId, sql`t.basis = 'send' and t.send_id in ${ids}`);
  const rows = await ctx.db.execute<SummedRow & { variant: number }>(sql`select t.variant, ${sums} from (${days}) t group by 1`);
  const metric = by === 'opens' ? 'opened' : 'clicked';
  return Array.from({ length: subjects }, (_, i) => {
    const { base, rate } = figuresOf(
      rows.find((row) => row.variant === i),
      'send',
    ).rates[metric];
    // More opens than messages reached: a message that bounced was opened all the same.
    const share = rate === null ? null : Math.min(rate, 1);
    return { letter: 'ABCDE'.charAt(i), reached: base, hits: Math.round((share ?? 0) * base), rate: share };
  });
}
