import { and, eq, sql } from 'drizzle-orm';
import type { Audience, AudiencePatch } from '@/contracts/audience';
import { notFound } from '@/contracts/errors';
import { encodeId } from '@/contracts/ids';
import { audit } from '@/server/audit/record';
import type { Ctx } from '@/server/context';
import { sqlState, transact } from '@/server/db/retry';
import { audiences } from '@/server/db/schema/contacts';
import { slugTaken } from './free-slug';
import { refuseText } from './refuse-text';
import { showAudience } from './to-audience';

/** Changes name, slug or description; 409 when the slug is taken. What is already so is not written. */
export async function updateAudience(ctx: Ctx, input: { id: string; patch: AudiencePatch }): Promise<Audience> {
  const { patch } = input;
  refuseText(patch);
  const own = and(eq(audiences.orgId, ctx.orgId), eq(audiences.id, input.id));
  try {
    const shown = await transact(ctx.db, async (tx) => {
      const [old] = await tx.select().from(audiences).where(own).for('no key update');
      if (!old) throw notFound('audience');
      const fields = (['name', 'slug', 'description'] as const).filter((f) => patch[f] !== undefined && patch[f] !== old[f]);
      if (!fields.length) return old;
      const set = { ...Object.fromEntries(fields.map((f) => [f, patch[f]])), updatedAt: sql`now()` };
      const [row] = await tx.update(audiences).set(set).where(own).returning();
      if (!row) throw notFound('audience');
      await audit(tx, ctx, 'audience.updated', encodeId('audience', row.id), { fields });
      return row;
    });
    return await showAudience(ctx, shown);
  } catch (error) {
    if (sqlState(error) === '23505' && patch.slug) throw slugTaken(patch.slug);
    throw error;
  }
}
