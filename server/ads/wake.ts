import { sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';

/** Lets the syncs of what changed begin soon: once each, whoever else wakes them (the function `ads_wake` of the database). */
export async function wakeAudiences(tx: Executor, adAudienceIds: string[]): Promise<void> {
  if (!adAudienceIds.length) return;
  await tx.execute(
    sql`select ads_wake((select array_agg(id::uuid) from jsonb_array_elements_text(${JSON.stringify(adAudienceIds)}::jsonb) t(id)))`,
  );
}

/** All audiences of an account that are kept in sync: after it was connected again. */
export async function wakeAccount(tx: Executor, accountId: string): Promise<void> {
  await tx.execute(
    sql`select ads_wake(array_agg(id)) from ad_audiences where account_id = ${accountId}::uuid and keep_in_sync having count(*) > 0`,
  );
}
