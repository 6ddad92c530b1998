import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { type CheckedCsv, checkCsv, rejectedRow } from '@/contracts/csv';
import { encodeId } from '@/contracts/ids';
import type { ColumnMapping, ImportResult } from '@/contracts/import';
import { audit } from '@/server/audit/record';
import { type Merged, mergeContacts, mergeRetries } from '@/server/contacts/merge-contacts';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { imports } from '@/server/db/schema/contacts';
import { findAudience, requireList } from './find-audience';

/** From this many new contacts on, the planner's idea of the tables is refreshed at once instead of by autovacuum's next round. */
const analyzeFrom = 2_000;

/**
 * Imports a CSV into a list: contacts are created or updated, and become members. All or nothing in one transaction; what is refused is
 * refused by row, in the answer. 404 unknown audience, 409 not a list, 422 a file that cannot be read (`import_too_large` above 10,000
 * rows), before anything is written. Suppressions and unsubscriptions are not touched.
 */
export async function importCsv(ctx: Ctx, input: { audienceId: string; csv: string; mapping?: ColumnMapping }): Promise<ImportResult> {
  requireList(await findAudience(ctx, input.audienceId));
  const checked = checkCsv(input.csv, input.mapping);
  const staged = checked.ready.map(({ cells: _, ...row }) => row);
  const answer = await transact(
    ctx.db,
    async (tx) => {
      requireList(await findAudience({ ...ctx, db: tx }, input.audienceId, true));
      const id = uuidv7();
      const result = addUp(checked, await mergeContacts(tx, ctx.orgId, staged, { audienceId: input.audienceId, cause: `import:${id}` }));
      const createdBy = ctx.actor.type === 'user' ? ctx.actor.id : null;
      const [row] = await tx
        .insert(imports)
        .values({ id, orgId: ctx.orgId, audienceId: input.audienceId, result, createdBy })
        .returning({ id: imports.id });
      if (!row) throw new Error('the import was not recorded');
      const import_id = encodeId('import', row.id);
      const audience_id = encodeId('audience', input.audienceId);
      const { header: _, rejected, ...counts } = result;
      await audit(tx, ctx, 'audience.csv_imported', audience_id, { import_id, ...counts, rejected: rejected.length });
      return { import_id, audience_id, ...result };
    },
    mergeRetries,
  );
  if (answer.created >= analyzeFrom) await ctx.db.execute(sql`analyze contacts (org_id, email, phone), audience_members`);
  return answer;
}

function addUp(checked: CheckedCsv, merged: Merged): Omit<ImportResult, 'import_id' | 'audience_id'> {
  const cellsOf = new Map(checked.ready.map((row) => [row.line, row.cells]));
  const refused = merged.refused.map((r) => rejectedRow({ line: r.line, cells: cellsOf.get(r.line) ?? [] }, r));
  const { rows, header } = checked;
  const { created, updated, unchanged, added: added_to_audience } = merged;
  const rejected = [...checked.rejected, ...refused].sort((a, b) => a.line - b.line);
  if (created + updated + unchanged + rejected.length !== rows) throw new Error(`import of ${rows} rows does not add up`);
  return { rows, created, updated, unchanged, rejected, added_to_audience, header };
}
