import type { CustomAudience, CustomInput } from '@/contracts/custom';
import { encodeId } from '@/contracts/ids';
import { freeSlug } from '@/server/audiences/free-slug';
import { refuseText } from '@/server/audiences/refuse-text';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { checkDefinition } from './check-definition';
import { evaluate } from './evaluate';
import type { CustomRow } from './find-custom';
import { pixelFilter } from './pixel-filter';
import type { Stored } from './stored';
import { showCustom } from './to-custom';

/**
 * Makes a custom audience and evaluates it at once: a lookalike has its members when this answers, an uploaded one waits for its first file.
 * @throws AppError 404 for a seed or pixel that is not there; 422 for a seed that says nothing, with the reason
 */
export async function createCustom(ctx: Ctx, input: CustomInput): Promise<CustomAudience> {
  refuseText(input);
  for (let attempt = 0; attempt < 20; attempt++) {
    const made = await transact(ctx.db, async (tx) => {
      const inTx = { ...ctx, db: tx };
      const definition = definitionOf(input);
      await checkDefinition(inTx, definition);
      const row = await insert(inTx, input, definition);
      if (!row) return null;
      const done = await evaluate(inTx, row, definition);
      const shown = await showCustom(inTx, done);
      await audit(tx, ctx, 'custom_audience.created', encodeId('audience', row.id), {
        name: row.name,
        type: input.type,
        contacts: shown.contact_count,
      });
      return shown;
    });
    if (made) return made;
  }
  throw new Error('no free slug was found'); // twenty others took each next one meanwhile
}

function definitionOf(input: CustomInput): Stored {
  switch (input.type) {
    case 'file_upload':
      return {};
    case 'customer_match':
      return input.match.external_id ? { external_id: input.match.external_id } : {};
    case 'lookalike':
      return { lookalike: input.lookalike };
    case 'pixel':
      return { pixel: input.pixel };
  }
}

/** Null when somebody took the slug in the same moment. */
async function insert(ctx: Ctx, input: CustomInput, definition: Stored): Promise<CustomRow | null> {
  const [row] = await ctx.db
    .insert(audiences)
    .values({
      orgId: ctx.orgId,
      kind: 'custom',
      customType: input.type,
      custom: definition as Record<string, unknown>,
      name: input.name,
      slug: await freeSlug(ctx.db, ctx.orgId, input.name),
      description: input.description ?? null,
      ...(definition.pixel ? { segmentType: 'dynamic' as const, filter: pixelFilter(definition.pixel) } : {}),
    })
    .onConflictDoNothing({ target: [audiences.orgId, audiences.slug] })
    .returning();
  return (row as CustomRow | undefined) ?? null;
}
