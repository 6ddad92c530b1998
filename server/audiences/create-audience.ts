import type { Audience, AudienceInput } from '@/contracts/audience';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { freeSlug, slugTaken } from './free-slug';
import { refuseText } from './refuse-text';
import { toAudience } from './to-audience';

/** An empty list. The slug comes from the name unless given; a given one that is taken is 409. */
export async function createAudience(ctx: Ctx, input: AudienceInput): Promise<Audience> {
  refuseText(input);
  for (let attempt = 0; ; attempt++) {
    const audience = await transact(ctx.db, async (tx) => {
      const slug = input.slug ?? (await freeSlug(tx, ctx.orgId, input.name));
      const [row] = await tx
        .insert(audiences)
        .values({ orgId: ctx.orgId, kind: 'list', name: input.name, slug, description: input.description ?? null })
        .onConflictDoNothing({ target: [audiences.orgId, audiences.slug] })
        .returning();
      if (!row) return null;
      await audit(tx, ctx, 'audience.created', encodeId('audience', row.id), { slug });
      return toAudience(row, 0);
    });
    if (audience) return audience;
    if (input.slug) throw slugTaken(input.slug);
    if (attempt === 20) throw new Error('no free slug was found'); // twenty others took each next one meanwhile
  }
}
