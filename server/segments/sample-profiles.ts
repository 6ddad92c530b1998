import { type SQL, sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Reach } from '@/contracts/segment';
import type { Ctx } from '@/server/context';
import { limited } from './limited';

type Row = { id: string; name: string | null; email: string | null; country: string | null; tags: string[] };

/** A few people who match, in no meaningful order; the scan stops at the first ones found. */
export async function sampleProfiles(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  where: SQL,
  limit: number,
  signal?: AbortSignal,
): Promise<Reach['sampleProfile']> {
  const rows = await limited(ctx, { timeoutMs: 5_000, signal }, (tx) =>
    tx.execute<Row>(sql`
      select c.id, c.name, c.email, c.country, c.tags
      from contacts c where c.org_id = ${ctx.orgId} and (${where})
      limit ${limit}`),
  );
  return rows.map((row) => ({ id: encodeId('contact', row.id), name: row.name, email: row.email, country: row.country, tags: row.tags }));
}
