import { asc, eq } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import { jobContext } from '@/server/auth/job-context';
import type { Database, Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { organization } from '@/server/db/schema/auth';
import { checkTotals } from '@/server/reports/check-totals';
import { rebuildTotals } from '@/server/reports/rebuild-totals';

/** `wrong`: organizations whose totals still differ at the end. */
export type Found = { organizations: number; wrong: number };
/** Lines printed of one organization. */
const MOST = 50;

/** Compares every organization's totals (or one's, by slug) to its ledger, and with `rebuild` computes again those that differ. */
export async function reviewTotals(
  db: Database,
  { rebuild, slug }: { rebuild: boolean; slug?: string | undefined },
  log: (line: string) => void,
): Promise<Found> {
  const organizations = await db
    .select({ id: organization.id, name: organization.name, slug: organization.slug })
    .from(organization)
    .where(slug === undefined ? undefined : eq(organization.slug, slug))
    .orderBy(asc(organization.slug));
  let wrong = 0;
  for (const { id, name, slug: own } of organizations) {
    const check = (on: Executor) => checkTotals(jobContext(on, id, 'reports'));
    const differences = await check(db);
    if (!differences.length) continue;
    log(`${name} (${own}): ${differences.length} totals differ, as events/firsts/machines/opens tracked/clicks tracked/first of machines`);
    for (const { key, reported, ledger } of differences.slice(0, MOST))
      log(`  ${words(key)}: reported ${reported.join('/')}, ledger ${ledger.join('/')}`);
    if (differences.length > MOST) log(`  … and ${differences.length - MOST} more`);
    const left = rebuild ? await again(db, id) : differences.length;
    if (rebuild) log(left === 0 ? '  computed again: they agree' : `  computed again: ${left} still differ`);
    if (left > 0) wrong++;
  }
  return { organizations: organizations.length, wrong };
}

/**
 * In one snapshot, which the comparison afterwards sees as well; taken again when totals were folded between it and the lock. Answers how
 * many still differ.
 */
function again(db: Database, orgId: string): Promise<number> {
  const work = async (tx: Executor) => {
    const ctx = jobContext(tx, orgId, 'reports');
    await rebuildTotals(ctx);
    return (await checkTotals(ctx)).length;
  };
  return transact({ transaction: (run) => db.transaction(run, { isolationLevel: 'repeatable read' }) }, work, ['23505']);
}

/** `by day of sending 2027-03-01, send snd_…, variant 0, email, opened` */
function words(key: Record<string, unknown>): string {
  const { basis, day, send_id, audience_id, variant, channel, type } = key;
  const where = send_id
    ? `send ${encodeId('send', `${send_id}`)}, variant ${variant}`
    : `audience ${encodeId('audience', `${audience_id}`)}`;
  return `by day of the ${basis} ${day}, ${where}, ${channel}, ${type}`;
}
