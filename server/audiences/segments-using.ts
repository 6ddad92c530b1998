import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';

/** Names of the dynamic segments whose filter holds an audience through `$inAudience` (five at most). */
export async function segmentsUsing(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string): Promise<string[]> {
  const rows = await ctx.db.execute<{ name: string }>(sql`
    select a.name from audiences a
    where a.org_id = ${ctx.orgId} and a.filter is not null and a.id <> ${id}::uuid
      and jsonb_path_exists(a.filter::jsonb, '$.**."$inAudience" ? (@ == $id)', jsonb_build_object('id', ${encodeId('audience', id)}::text))
    order by a.name limit 5`);
  return rows.map((row) => row.name);
}
