import { sql } from 'drizzle-orm';
import { type CustomUploadInput, type CustomUploadResult, customLimits, type RefusedRow } from '@/contracts/custom';
import { type CheckedUpload, checkUpload, type UploadRow } from '@/contracts/custom-upload';
import { AppError } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { limits } from '@/contracts/limits';
import { audit } from '@/server/audit/record';
import { mergeContacts, mergeRetries } from '@/server/contacts/merge-contacts';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audienceUploads } from '@/server/db/schema/custom';
import { evaluate } from './evaluate';
import { findCustom, lockCustom } from './find-custom';
import { type HashedRow, hashRow } from './hash-keys';
import { keepKeys } from './keep-keys';
import { storedOf } from './stored';

/**
 * Adds the people of a file to an uploaded audience: what is readable is brought to its normal form and hashed, the hashes are kept, and
 * contacts that they say become members. An address that is no contact's is stored nowhere else, unless `create_contacts`. All in
 * one transaction; a bad row is refused by line and reason and stops no other.
 * @throws AppError 404; 409 for a type that takes no files; 422 for what concerns the whole file
 */
export async function uploadKeys(
  ctx: Ctx,
  { audienceId, ...input }: { audienceId: string } & CustomUploadInput,
): Promise<CustomUploadResult> {
  const { customType } = await findCustom(ctx, audienceId);
  if (customType !== 'file_upload' && customType !== 'customer_match')
    throw new AppError('conflict', `A ${customType} audience takes no files: its members come from its definition.`);
  const checked = checkUpload(input, customType);
  if (input.create_contacts && checked.ready.length > limits.importRows) {
    const message = `create_contacts takes at most ${limits.importRows.toLocaleString('en-US')} rows at once: split the file.`;
    throw new AppError('import_too_large', message, [{ path: ['csv'], code: 'import_too_large', message }]);
  }
  return transact(
    ctx.db,
    async (tx) => {
      const inTx = { ...ctx, db: tx };
      const row = await lockCustom(inTx, audienceId);
      await tx.execute(sql`select set_config('muster.cause', ${`custom:${audienceId}`}, true)`);
      const made = input.create_contacts ? await createPeople(inTx, checked) : { created: 0, refused: [] };
      const lost = new Set(made.refused.map((r) => r.line));
      const { hashed, nameless } = hashAll(checked.ready.filter((r) => !lost.has(r.line)));
      const rejected = [...checked.rejected, ...made.refused, ...nameless].sort((a, b) => a.line - b.line);
      await keepKeys(inTx, audienceId, hashed, input.mode);
      const match = storedOf(await evaluate(inTx, row)).match;
      if (!match || hashed.length + rejected.length !== checked.rows) throw new Error(`upload of ${checked.rows} rows does not add up`);
      const counts = {
        mode: input.mode,
        rows: checked.rows,
        accepted: hashed.length,
        rejected: rejected.length,
        created_contacts: made.created,
      };
      const createdBy = ctx.actor.type === 'user' ? ctx.actor.id : null;
      const [upload] = await tx.insert(audienceUploads).values({ orgId: ctx.orgId, audienceId, result: counts, createdBy }).returning();
      if (!upload) throw new Error('the upload was not recorded');
      const audience_id = encodeId('audience', audienceId);
      await audit(tx, ctx, 'custom_audience.uploaded', audience_id, { ...counts, matched: match.contacts });
      return {
        upload_id: encodeId('import', upload.id),
        audience_id,
        ...counts,
        rejected_rows: rejected.slice(0, customLimits.rejectedShown),
        columns: checked.columns,
        has_header: checked.hasHeader,
        match,
      };
    },
    mergeRetries,
  );
}

function hashAll(rows: UploadRow[]): { hashed: HashedRow[]; nameless: RefusedRow[] } {
  const hashed: HashedRow[] = [];
  const nameless: RefusedRow[] = [];
  for (const row of rows) {
    const keys = hashRow(row);
    if (keys) hashed.push(keys);
    else nameless.push({ line: row.line, code: 'no_key', reason: 'the name has no letters or digits' });
  }
  return { hashed, nameless };
}

/** Rows with a readable address become contacts as in an import; a row of hashes alone stays a row of hashes. */
async function createPeople(ctx: Ctx, { ready }: CheckedUpload): Promise<{ created: number; refused: RefusedRow[] }> {
  const rows = ready
    .filter((row) => row.email?.text || row.phone?.text)
    .map((row) => ({
      line: row.line,
      email: row.email?.text ?? null,
      phone: row.phone?.text ?? null,
      name: row.name?.slice(0, 500) ?? null,
      country: row.country ?? null,
      timezone: null,
      language: null,
      tags: [],
      metadata: {},
    }));
  const { created, refused } = await mergeContacts(ctx.db, ctx.orgId, rows);
  return { created, refused: refused.map(({ line, code, reason }) => ({ line, code: code === 'no_address' ? 'no_key' : code, reason })) };
}
