import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import { invalid } from '@/contracts/errors';
import { decodeId, encodeId } from '@/contracts/ids';
import type { Filter } from '@/filter/ast';
import type { Ctx } from '@/server/context';
import { audiences } from '@/server/db/schema/contacts';
import { filterIndexes } from '@/server/db/schema/indexes';
import { type CompileEnv, compileFilter } from '@/server/filter/compile';
import { wantsIndex } from '@/server/filter/json-index';
import type { AudienceRow } from './find-audience';
import { nestedAudiences } from './nested-audiences';
import { readFilter } from './read-filter';

type Scope = Pick<Ctx, 'db' | 'orgId' | 'now'>;
type Reference = Pick<AudienceRow, 'id' | 'kind' | 'segmentType' | 'filter'>;

/** Evaluated when used: a dynamic segment, or a pixel's audience. Every other audience is member rows. */
export const isDynamic = (audience: Pick<AudienceRow, 'filter' | 'segmentType'>): boolean =>
  audience.filter !== null && audience.segmentType === 'dynamic';

/** One compilation: the audiences around the place it is at, and the keys with an index, read when first wanted and only once. */
type Call = { inside: readonly string[]; indexed: () => Promise<ReadonlySet<string>> };

/**
 * Who is in an audience, as a predicate over `contacts c` (the tenant is the caller's part): the one seam of sends, reach and overlap.
 * Lists and static segments are member rows; a dynamic segment is its filter, evaluated at `ctx.now`.
 * @throws 422 when a filter names an audience that is gone or, through others, itself
 */
export const audienceWhere = (ctx: Scope, audience: Reference): Promise<SQL> => whereOf(ctx, audience, outermost(ctx));

/** The same for a filter that belongs to no audience yet. */
export const filterWhere = async (ctx: Scope, filter: Filter): Promise<SQL> => compileFilter(filter, await compileEnv(ctx, filter));

/** What compiling a filter needs: the moment, the predicates of the audiences nested in it, the keys with an index. */
export const compileEnv = (ctx: Scope, filter: Filter): Promise<CompileEnv> => envOf(ctx, filter, outermost(ctx));

function outermost(ctx: Scope): Call {
  let keys: Promise<ReadonlySet<string>> | undefined;
  return { inside: [], indexed: () => (keys ??= indexedKeys(ctx)) };
}

async function whereOf(ctx: Scope, audience: Reference, call: Call): Promise<SQL> {
  if (!isDynamic(audience))
    return sql`exists (select from audience_members am where am.audience_id = ${audience.id}::uuid and am.contact_id = c.id)`;
  const id = encodeId('audience', audience.id);
  if (call.inside.includes(id)) throw invalid(['filter'], 'audience_cycle', `the audience ${id} contains itself through $inAudience`);
  const { filter } = readFilter(audience.filter as Parameters<typeof readFilter>[0]);
  return compileFilter(filter, await envOf(ctx, filter, { ...call, inside: [...call.inside, id] }));
}

async function envOf(ctx: Scope, filter: Filter, call: Call): Promise<CompileEnv> {
  const nested = new Map<string, SQL>();
  for (const [id, row] of await loadAudiences(ctx, [...nestedAudiences(filter.where)])) nested.set(id, await whereOf(ctx, row, call));
  const indexed = filter.datatype === 'contact' && wantsIndex(filter.where) ? await call.indexed() : undefined;
  return { now: ctx.now, inAudience: (id) => nested.get(id) as SQL, indexed };
}

/** Metadata keys of which an index is ready. Not kept: an index counts from the moment it is there. */
async function indexedKeys(ctx: Scope): Promise<ReadonlySet<string>> {
  const rows = await ctx.db
    .select({ field: filterIndexes.field })
    .from(filterIndexes)
    .where(and(eq(filterIndexes.orgId, ctx.orgId), eq(filterIndexes.status, 'ready')));
  return new Set(rows.flatMap(({ field }) => (field.startsWith('metadata.') ? [field.slice('metadata.'.length)] : [])));
}

async function loadAudiences(ctx: Scope, ids: string[]): Promise<Map<string, Reference>> {
  if (!ids.length) return new Map();
  const uuids = ids.map((id) => decodeId('audience', id)).filter((id) => id !== null);
  const rows = await ctx.db
    .select({ id: audiences.id, kind: audiences.kind, segmentType: audiences.segmentType, filter: audiences.filter })
    .from(audiences)
    .where(and(eq(audiences.orgId, ctx.orgId), inArray(audiences.id, uuids)));
  const found = new Map(rows.map((row) => [encodeId('audience', row.id), row]));
  const missing = ids.find((id) => !found.has(id));
  if (missing) throw invalid(['filter'], 'unknown_audience', `there is no audience ${missing}`);
  return found;
}
