import { type SQL, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Reach } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { sampleOf } from './sample';

export type ProfileRow = { id: string; name: string | null; email: string | null; country: string | null; tags: string[] };

/**
 * A few people who match, in no meaningful order. The sample is looked through first: for a filter that few match, a search of the whole
 * list for the first ones costs as much as the count.
 */
export async function sampleProfiles(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  where: SQL,
  limit: number,
  signal?: AbortSignal,
): Promise<Reach['sampleProfile']> {
  return limited(ctx, { timeoutMs: 5_000, signal }, async (tx) => {
    const some = (more: SQL) =>
      tx.execute<ProfileRow>(sql`
        select c.id, c.name, c.email, c.country, c.tags
        from contacts c where c.org_id = ${ctx.orgId} and ${more}
        limit ${limit}`);
    const sample = await sampleOf({ ...ctx, db: tx });
    const near = sample.where ? await some(sql`${sample.where} and (${where})`) : [];
    const rows = near.length >= limit ? near : await some(sql`(${where})`);
    return rows.map(profileOf);
  });
}

export const profileOf = (row: ProfileRow): Reach['sampleProfile'][number] => ({
  id: encodeId('contact', row.id),
  name: row.name,
  email: row.email,
  country: row.country,
  tags: row.tags,
});
