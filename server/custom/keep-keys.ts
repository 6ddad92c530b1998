import { sql } from 'drizzle-orm';
import { customLimits } from '@/contracts/custom';
import { AppError } from '@/contracts/errors';
import type { Ctx } from '@/server/context';
import type { HashedRow } from './hash-keys';

const slice = 10_000;

/**
 * Writes hashed rows beside those that the audience has (`append`) or instead of them. The same person twice is one row.
 * @throws AppError 422 `import_too_large` when more rows would be kept than an audience may have
 */
export async function keepKeys(
  ctx: Pick<Ctx, 'db' | 'orgId'>,
  audienceId: string,
  rows: HashedRow[],
  mode: 'append' | 'replace',
): Promise<void> {
  if (mode === 'replace') await ctx.db.execute(sql`delete from audience_keys where audience_id = ${audienceId}::uuid`);
  for (let i = 0; i < rows.length; i += slice) {
    const keys = rows.slice(i, i + slice).flatMap(({ id, keys }) => keys.map(([k, h]) => ({ r: id, k, h })));
    await ctx.db.execute(sql`
      insert into audience_keys (org_id, audience_id, row_id, kind, hash)
      select ${ctx.orgId}::uuid, ${audienceId}::uuid, r, k, decode(h, 'hex')
        from jsonb_to_recordset(${JSON.stringify(keys)}::jsonb) as t(r uuid, k text, h text)
      on conflict do nothing`);
  }
  const [kept] = await ctx.db.execute<{ n: number }>(
    sql`select count(distinct row_id)::int as n from audience_keys where audience_id = ${audienceId}::uuid`,
  );
  if ((kept?.n ?? 0) <= customLimits.keptRows) return;
  const message = `An audience keeps at most ${customLimits.keptRows.toLocaleString('en-US')} rows: replace the earlier ones, or make another audience.`;
  throw new AppError('import_too_large', message, [{ path: ['csv'], code: 'import_too_large', message }]);
}
