import { sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import type { Filter } from '@/contracts/segment';
import type { Issue } from '@/filter/issues';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';

const searchMs = 250;

/** What is known of a key lasts: a key that somebody has for ten minutes, one that nobody has for the time of some typing. */
const keptMs = { used: 600_000, unused: 20_000 };
const seen = new Map<string, { used: boolean; until: number }>();

/**
 * Warnings for metadata keys that no contact has (a misspelling reads as "nobody"): one per key, at its place in the filter. The
 * search stops at the first contact that has the key; where it finds none in 250 ms the key is taken as unused.
 */
export async function warningsFor(ctx: Pick<Ctx, 'db' | 'orgId'>, filter: Filter, signal?: AbortSignal): Promise<Issue[]> {
  for (const key of keysOf(filter).keys()) if (known(ctx, key) === undefined) remember(ctx, key, await anyoneHas(ctx, key, signal));
  return knownWarnings(ctx, filter);
}

/** The same from what earlier answers found out, without a search: the first answer does not wait for one. */
export function knownWarnings(ctx: Pick<Ctx, 'orgId'>, filter: Filter): Issue[] {
  return [...keysOf(filter)]
    .filter(([key]) => known(ctx, key) === false)
    .map(([key, path]) => ({ path, code: 'never_matches', message: `no contact has the metadata key \`${key}\`` }));
}

const keysOf = (filter: Filter) =>
  filter.datatype === 'contact' ? metadataKeys(filter.where, ['filter', 'where']) : new Map<string, Issue['path']>();

function known(ctx: Pick<Ctx, 'orgId'>, key: string): boolean | undefined {
  const entry = seen.get(`${ctx.orgId}:${key}`);
  return entry && entry.until > Date.now() ? entry.used : undefined;
}

function remember(ctx: Pick<Ctx, 'orgId'>, key: string, used: boolean): void {
  if (seen.size > 10_000) seen.clear();
  seen.set(`${ctx.orgId}:${key}`, { used, until: Date.now() + (used ? keptMs.used : keptMs.unused) });
}

async function anyoneHas(ctx: Pick<Ctx, 'db' | 'orgId'>, key: string, signal?: AbortSignal): Promise<boolean> {
  try {
    const rows = await limited(ctx, { timeoutMs: searchMs, signal }, (tx) =>
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
