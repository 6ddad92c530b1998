import { and, eq } from 'drizzle-orm';
import { type Definition, definitionSchema } from '@/contracts/automation';
import { type Place, placesOf } from '@/contracts/automation-flow';
import type { Ctx } from '@/server/context';
import { automationVersions } from '@/server/db/schema/automations';

export type Version = {
  id: string;
  orgId: string;
  automationId: string;
  version: number;
  definition: Definition;
  places: Map<string, Place>;
};

const KEPT = 500;
const kept = new Map<string, Version>();

/** A version, which never changes, prepared; the last few hundred are kept in memory. @throws Error when the organization has none with that uuid */
export async function loadVersion(ctx: Pick<Ctx, 'db' | 'orgId'>, id: string): Promise<Version> {
  const known = kept.get(id);
  if (known?.orgId === ctx.orgId) return known;
  const [row] = await ctx.db
    .select()
    .from(automationVersions)
    .where(and(eq(automationVersions.orgId, ctx.orgId), eq(automationVersions.id, id)));
  if (!row) throw new Error(`there is no version ${id} of an automation`);
  const definition = definitionSchema.parse(row.definition);
  const version = { ...row, definition, places: placesOf(definition) };
  if (kept.size >= KEPT) kept.delete(kept.keys().next().value as string);
  kept.set(id, version);
  return version;
}
