import { type SQL, sql } from 'drizzle-orm';
import type { Ctx } from '@/server/context';
import { byAudienceDay, byDay, fromLedger } from './spread';
import { totals } from './totals';

type Counts = [events: number, firsts: number, bots: number, opensTracked: number, clicksTracked: number, botFirsts: number];
/** A total that is not what the ledger adds up to: which, what the reports say, and what the ledger says. */
type WrongTotal = { key: Record<string, unknown>; reported: Counts; ledger: Counts };

/** Every total of an organization that differs from the ledger; none when all is well. */
export async function checkTotals({ db, orgId }: Pick<Ctx, 'db' | 'orgId'>): Promise<WrongTotal[]> {
  const all = totals(orgId);
  return [
    ...(await db.execute<WrongTotal>(differences(sql`basis, day, send_id, variant, channel, type`, all.days, byDay(fromLedger(orgId))))),
    ...(await db.execute<WrongTotal>(
      differences(sql`basis, day, audience_id, channel, type`, all.audienceDays, byAudienceDay(fromLedger(orgId))),
    )),
  ];
}

const differences = (key: SQL, reported: SQL, ledger: SQL) => sql`
  with reported as (
    select to_jsonb(k) as key, array[sum(events), sum(firsts), sum(bots), sum(opens_tracked), sum(clicks_tracked), sum(bot_firsts)]::int[] as n
    from (${reported}) t cross join lateral (select ${key}) k group by 1
  ),
  ledger as (
    select to_jsonb(k) as key, array[sum(events), sum(firsts), sum(bots), sum(opens_tracked), sum(clicks_tracked), sum(bot_firsts)]::int[] as n
    from (${ledger}) t cross join lateral (select ${key}) k group by 1
  )
  select key, coalesce(r.n, '{0,0,0,0,0,0}') as reported, coalesce(l.n, '{0,0,0,0,0,0}') as ledger
  from reported r full join ledger l using (key)
  where coalesce(r.n, '{0,0,0,0,0,0}') <> coalesce(l.n, '{0,0,0,0,0,0}')`;
