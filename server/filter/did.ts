import { type SQL, sql } from 'drizzle-orm';
import type { Count, Did } from '@/filter/ast';
import { type CompileEnv, compileWhere, type Target } from './compile';
import { all, compareInstant, instantOf, not, operators, text } from './values';

const eventTarget: Target = { columns: {}, json: { properties: { column: sql`ev.properties`, isObject: false } }, idKind: null };

/** Whether, and how often, a contact did something: read from `contact_events`, only as far as the count needs. */
export function compileDid(did: Did, env: CompileEnv): SQL {
  const since = did.since === null ? null : instantOf(did.since, env.now);
  const conditions = [sql`ev.org_id = c.org_id`, sql`ev.contact_id = c.id`, sql`ev.name = ${text(did.event)}`];
  if (since !== null) conditions.push(compareInstant('gte', sql`ev.occurred_at`, since));
  if (did.where !== null) conditions.push(compileWhere(did.where, env, eventTarget));
  const events = sql`SELECT 1 FROM contact_events AS ev WHERE ${sql.join(conditions, sql` AND `)}`;

  const counts = did.count?.tests ?? [{ op: 'gte' as const, n: 1 }];
  return all(counts.map((count) => compare(count, events)));
}

function compare({ op, n }: Count['tests'][number], events: SQL): SQL {
  const exists = sql`EXISTS (${events})`;
  if ((op === 'gte' && n === 1) || (op === 'gt' && n === 0)) return exists;
  if ((op === 'eq' && n === 0) || (op === 'lt' && n === 1) || (op === 'lte' && n === 0)) return not(exists);
  const counted = sql`(SELECT count(*) FROM (${events} LIMIT ${n + 1}::bigint) AS seen)`;
  return sql`${counted} ${op === 'eq' ? sql`=` : operators[op]} ${n}::bigint`;
}
