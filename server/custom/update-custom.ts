import { eq } from 'drizzle-orm';
import type { CustomAudience, CustomPatch } from '@/contracts/custom';
import { invalid } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { checkDefinition } from './check-definition';
import { evaluate } from './evaluate';
import { type CustomRow, lockCustom } from './find-custom';
import { type Stored, storedOf } from './stored';
import { showCustom } from './to-custom';

const partOf = { file_upload: null, customer_match: 'match', lookalike: 'lookalike', pixel: 'pixel' } as const;

/**
 * Changes name and description, and the definition: a changed one is evaluated before this answers, so members and definition never
 * disagree; if it cannot be (a seed too mixed), nothing is changed.
 * @throws AppError 404; 422 for a part that another type has, and as `createCustom`
 */
export async function updateCustom(ctx: Ctx, input: { id: string; patch: CustomPatch }): Promise<CustomAudience> {
  const { patch } = input;
  refuseText(patch);
  return transact(ctx.db, async (tx) => {
    const inTx = { ...ctx, db: tx };
    let row = await lockCustom(inTx, input.id);
    for (const part of ['match', 'lookalike', 'pixel'] as const)
      if (patch[part] !== undefined && partOf[row.customType] !== part)
        throw invalid([part], 'wrong_type', `this audience is of type ${row.customType}: it has no \`${part}\``);
    const fields = (['name', 'description'] as const).filter((f) => patch[f] !== undefined && patch[f] !== row[f]);
    if (fields.length) {
      const set = Object.fromEntries(fields.map((f) => [f, patch[f]]));
      const [written] = await tx
        .update(audiences)
        .set({ ...set, updatedAt: ctx.now })
        .where(eq(audiences.id, row.id))
        .returning();
      row = written as CustomRow;
    }
    const part = partOf[row.customType];
    const redefined = part !== null && patch[part] !== undefined;
    if (redefined) {
      const definition = redefine(storedOf(row), patch);
      await checkDefinition(inTx, definition, row.id);
      row = await evaluate(inTx, row, definition);
    }
    if (fields.length || redefined)
      await audit(tx, ctx, 'custom_audience.updated', encodeId('audience', row.id), { fields: [...fields, ...(redefined ? [part] : [])] });
    return showCustom(inTx, row);
  });
}

function redefine(stored: Stored, { match, lookalike, pixel }: CustomPatch): Stored {
  const { external_id, ...rest } = stored;
  return {
    ...rest,
    ...(match ? (match.external_id ? { external_id: match.external_id } : {}) : external_id ? { external_id } : {}),
    ...(lookalike ? { lookalike } : {}),
    ...(pixel ? { pixel } : {}),
  };
}
