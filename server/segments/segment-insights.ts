import { sql } from 'drizzle-orm';
import type { Insights } from '@/contracts/segment';
import { audienceWhere } from '@/server/audiences/audience-query';
import { findAudience } from '@/server/audiences/find-audience';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { suppressedCounts } from './count-matching';
import { breakdowns, compare, listSize, metadataValues } from './insight-queries';
import { quickestForm } from './quickest-form';
import { waterfalls } from './reachable';
import { sampleOf } from './sample';
import { takeTurn } from './turns';

/**
 * Who is in an audience now. Counts of the audience are exact, from one pass in one snapshot; metadata values, and the whole list that
 * everything is compared with, come from the fixed hash sample (about 2,500 contacts).
 */
export async function segmentInsights(ctx: Ctx, id: string, signal?: AbortSignal): Promise<Insights> {
  const audience = await audienceWhere(ctx, await findAudience(ctx, id));
  const inSample = (await sampleOf(ctx)).where ?? sql`true`;
  return takeTurn(ctx.orgId, signal, () =>
    limited(ctx, { timeoutMs: 15_000, signal, workers: 1 }, async (tx) => {
      const where = await quickestForm({ ...ctx, db: tx }, audience);
      const own = await breakdowns(tx, ctx, where);
      const all = await breakdowns(tx, ctx, inSample);
      const keys = await metadataValues(tx, ctx, where, inSample);
      const steps = waterfalls({ ...own, suppressed: await suppressedCounts(tx, ctx, where) });
      const beside = (dim: string) => compare(own, all, dim);
      return {
        count: own.count,
        all: await listSize(tx, ctx),
        as_of: ctx.now.toISOString(),
        reachable: { email: steps.email.will_receive, sms: steps.sms.will_receive },
        country: beside('country'),
        timezone: beside('timezone'),
        language: beside('language'),
        tags: beside('tag'),
        metadata: keys,
        age_of_record: beside('age'),
        last_email_sent: beside('sent'),
        last_email_opened: beside('opened'),
        last_email_clicked: beside('clicked'),
      };
    }),
  );
}
