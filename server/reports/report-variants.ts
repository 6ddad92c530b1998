import { sql } from 'drizzle-orm';
import type { VariantsReport } from '@/contracts/report';
import type { Ctx } from '@/server/context';
import { getSend } from '@/server/sends/get-send';
import { figuresOf, type SummedRow, sums } from './figures';
import { compareVariants, notTracked } from './significance';
import { totals } from './totals';

/** A send's variants from its first message to now, and whether one of them is better. @param id raw uuid @throws AppError not_found */
export async function reportVariants(ctx: Ctx, id: string): Promise<VariantsReport> {
  const send = await getSend(ctx, id);
  const { days } = totals(ctx.orgId, sql`t.basis = 'send' and t.send_id = ${id}::uuid`);
  const rows = await ctx.db.execute<SummedRow & { variant: number }>(sql`select t.variant, ${sums} from (${days}) t group by 1`);
  const variants = send.variants.map(({ letter, subject }, i) => ({
    id: send.id,
    name: `${send.template_name} to ${send.audience_name}`,
    sent_at: send.starts_at,
    channel: send.channel,
    variant: letter,
    subject,
    ...figuresOf(
      rows.find((row) => row.variant === i),
      'send',
    ),
  }));
  const test = (metric: 'opened' | 'clicked' | 'converted') => {
    if ((metric === 'opened' && !send.track_opens) || (metric === 'clicked' && !send.track_clicks)) return notTracked(metric);
    return compareVariants(
      metric,
      variants.map((v) => ({
        variant: v.variant,
        n: v.rates[metric].base,
        hits: Math.min(v.counts[metric].messages, v.rates[metric].base),
      })),
    );
  };
  const tests = variants.length > 1 ? [test('opened'), test('clicked'), test('converted')] : [];
  return { send_id: send.id, finished: send.finished_at !== null, variants, tests };
}
