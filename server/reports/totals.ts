import { type SQL, sql } from 'drizzle-orm';
import { byAudienceDay, byDay } from './spread';

/**
 * The totals of an organization, exact as of the statement: what was folded, and what still waits, counted in the same snapshot. Rows
 * repeat a key; whoever reads them sums up. `folded`: a condition on the folded rows that their index can use.
 */
export function totals(orgId: string, folded: SQL = sql`true`): { days: SQL; audienceDays: SQL } {
  const waiting = sql`select * from report_deltas where org_id = ${orgId}::uuid`;
  return {
    days: sql`
      select * from report_days t where t.org_id = ${orgId}::uuid and ${folded}
      union all
      select * from (${byDay(waiting)}) t where ${folded}`,
    audienceDays: sql`
      select * from report_audience_days t where t.org_id = ${orgId}::uuid and ${folded}
      union all
      select * from (${byAudienceDay(waiting)}) t where ${folded}`,
  };
}
