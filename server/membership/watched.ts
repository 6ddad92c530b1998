import { createHash } from 'node:crypto';
import { type SQL, sql } from 'drizzle-orm';
import { AppError } from '@/contracts/errors';
import { decodeId } from '@/contracts/ids';
import type { Filter } from '@/filter/ast';
import { audienceWhere, isDynamic } from '@/server/audiences/audience-query';
import type { AudienceRow } from '@/server/audiences/find-audience';
import { nestedAudiences } from '@/server/audiences/nested-audiences';
import { readFilter } from '@/server/audiences/read-filter';
import type { Ctx } from '@/server/context';

type State = 'stale' | 'live' | 'broken';
type Row = {
  id: string;
  kind: AudienceRow['kind'];
  segmentType: AudienceRow['segmentType'];
  filter: unknown;
};
type Stored = {
  state: State;
  error: string | null;
  stale_cause: string | null;
  definition: string | null;
  age_ms: number | null;
  fresh: boolean;
};

/** A watched audience as a round sees it. */
export type Watched = Row & {
  state: State;
  storedError: string | null;
  /** Never evaluated in this period: those inside begin a stay, and nobody enters. */
  fresh: boolean;
  /** Why everybody must be evaluated again, as the cause of the changes; null when only who changed must be. */
  staleCause: string | null;
  /** Of the audience and of all nested in it, by uuid: what `definition` keeps. */
  definition: Record<string, string>;
  /** The predicate over `contacts c`; absent when there is none, for the reason in `error`. */
  where?: SQL;
  error?: string;
  /** The error is the database's. */
  refused?: true;
  /** Its filter and those of the dynamic audiences nested in it. */
  filters: Filter[];
};

/** What failed in the database is not tried again at every change. */
const retryBrokenMs = 10 * 60_000;

/** The watched audiences of an organization with their predicates at `ctx.now`. */
export async function loadWatched(ctx: Ctx): Promise<Watched[]> {
  const rows = await ctx.db.execute<Row & Stored>(sql`
    select a.id, a.kind, a.segment_type as "segmentType", a.filter, w.state, w.error, w.stale_cause, w.definition,
           (extract(epoch from ${ctx.now.toISOString()}::timestamptz - w.evaluated_at) * 1000)::float8 as age_ms,
           not exists (select from watch_periods p where p.audience_id = a.id and p.ended_at is null) as fresh
    from watched_audiences w join audiences a on a.id = w.audience_id where w.org_id = ${ctx.orgId} order by a.id`);
  const known = new Map<string, Row>(rows.map((row) => [row.id, row]));
  const parsed = new Map<string, Filter | null>();
  await loadNested(ctx, known, parsed);
  const watched: Watched[] = [];
  for (const row of rows) watched.push(await toWatched(ctx, row, known, parsed));
  return watched;
}

/** Adds every audience that is nested in the known ones, level by level. One that is gone stays unknown. */
async function loadNested(ctx: Ctx, known: Map<string, Row>, parsed: Map<string, Filter | null>): Promise<void> {
  for (let fresh = [...known.values()]; fresh.length; ) {
    const wanted = new Set<string>();
    for (const row of fresh) {
      const filter = filterOf(row);
      parsed.set(row.id, filter);
      for (const id of filter ? nestedUuids(filter) : []) if (!known.has(id)) wanted.add(id);
    }
    if (!wanted.size) return;
    fresh = await ctx.db.execute<Row>(sql`
      select id, kind, segment_type as "segmentType", filter from audiences
      where org_id = ${ctx.orgId} and id in (select jsonb_array_elements_text(${JSON.stringify([...wanted])}::text::jsonb)::uuid)`);
    for (const row of fresh) known.set(row.id, row);
  }
}

const nestedUuids = (filter: Filter): string[] =>
  [...nestedAudiences(filter.where)].map((id) => decodeId('audience', id)).filter((id) => id !== null);

/** Null when it is member rows, or cannot be read (which `audienceWhere` will say). */
function filterOf(row: Row): Filter | null {
  if (!isDynamic(row)) return null;
  try {
    return readFilter(row.filter as Parameters<typeof readFilter>[0]).filter;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}

async function toWatched(ctx: Ctx, row: Row & Stored, known: Map<string, Row>, parsed: Map<string, Filter | null>): Promise<Watched> {
  const definition: Record<string, string> = {};
  const filters: Filter[] = [];
  const collect = (id: string) => {
    if (definition[id]) return;
    const one = known.get(id);
    definition[id] = one ? (isDynamic(one) ? hash(one.filter) : 'rows') : 'gone';
    const filter = parsed.get(id);
    if (!filter) return;
    filters.push(filter);
    for (const nested of nestedUuids(filter)) collect(nested);
  };
  collect(row.id);
  const { id, kind, segmentType, filter, state, fresh } = row;
  const watched: Watched = { id, kind, segmentType, filter, state, fresh, storedError: row.error, staleCause: null, definition, filters };
  try {
    watched.where = await audienceWhere(ctx, row);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    watched.error = error.message;
    return watched;
  }
  watched.staleCause = staleCause(row, definition);
  const same = row.definition === JSON.stringify(definition);
  if (state === 'broken' && same && row.age_ms !== null && row.age_ms < retryBrokenMs) {
    delete watched.where;
    watched.error = row.error ?? '';
  }
  return watched;
}

/** @returns the cause that the changes of a full evaluation carry; null when there is no need of one */
function staleCause(row: Stored & { id: string }, now: Record<string, string>): string | null {
  if (row.state === 'stale') return row.stale_cause ?? 'watch';
  if (row.definition !== null) {
    const old = JSON.parse(row.definition) as Record<string, string>;
    const changed = [row.id, ...Object.keys(now)].find((id) => old[id] !== now[id]);
    if (changed) return `definition:${changed}`;
  }
  return row.state === 'broken' ? `definition:${row.id}` : null;
}

const hash = (filter: unknown): string => createHash('sha256').update(JSON.stringify(filter)).digest('hex').slice(0, 16);
