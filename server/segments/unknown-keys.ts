import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Filter } from '@/contracts/segment';
import type { Issue } from '@/filter/issues';
import type { Ctx } from '@/server/context';
import { limited } from './limited';

const searchMs = 250;

/**
 * Warnings for metadata keys that no contact has (a misspelling reads as "nobody"): one per key, at its place in the filter. The
 * search stops at the first contact that has the key; where it finds none in 250 ms the key is taken as unused.
 */
export async function warningsFor(ctx: Pick<Ctx, 'db' | 'orgId'>, filter: Filter): Promise<Issue[]> {
  if (filter.datatype !== 'contact') return [];
  const warnings: Issue[] = [];
  for (const [key, path] of metadataKeys(filter.where, ['filter', 'where'])) {
    if (await anyoneHas(ctx, key)) continue;
    warnings.push({ path, code: 'never_matches', message: `no contact has the metadata key \`${key}\`` });
  }
  return warnings;
}

async function anyoneHas(ctx: Pick<Ctx, 'db' | 'orgId'>, key: string): Promise<boolean> {
  try {
    const rows = await limited(ctx, { timeoutMs: searchMs }, (tx) =>
      tx.execute(sql`select 1 from contacts c where c.org_id = ${ctx.orgId} and c.metadata ? ${key}::text limit 1`),
    );
    return rows.length > 0;
  } catch (error) {
    if (error instanceof AppError && error.code === 'query_too_expensive') return false;
    throw error;
  }
}

/** Top-level metadata keys that a filter names, each with the place where it stands first. */
export function metadataKeys(value: unknown, path: Issue['path'], found = new Map<string, Issue['path']>()): Map<string, Issue['path']> {
  if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) metadataKeys(item, [...path, i], found);
  } else if (value && typeof value === 'object')
    for (const [name, inner] of Object.entries(value)) {
      const key = name.startsWith('metadata.') ? name.split('.')[1] : undefined;
      if (key && !found.has(key)) found.set(key, [...path, name]);
      if (name.startsWith('$') && name !== '$did') metadataKeys(inner, [...path, name], found);
    }
  return found;
}
