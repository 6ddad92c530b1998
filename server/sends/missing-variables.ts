import { type SQL, sql } from 'drizzle-orm';
import type { Executor } from '@/server/db/client';
import { compile } from '@/server/templates/interpolate';
import { reservedVariables } from '@/server/templates/recipient-variables';
import type { Plan } from './plan-send';
import type { Warning } from './resolve-start';

const MOST_WARNINGS = 10;
const known = new Set<string>(['__proto__', ...reservedVariables]);
/** Columns that win over metadata, and those that metadata wins over. */
const first: Record<string, SQL> = { name: sql`c.name`, email: sql`c.email`, phone: sql`c.phone` };
const last: Record<string, SQL> = { country: sql`c.country`, timezone: sql`c.timezone`, language: sql`c.language` };

/** Variables without a fallback in what this send would render, that the request does not give a value. */
export function openVariables(plan: Pick<Plan, 'version' | 'subjects' | 'target'>, given: Readonly<Record<string, unknown>>): string[] {
  const { version, subjects } = plan;
  const parts =
    plan.target.channel === 'sms' ? [version.sms] : [...(subjects.length ? subjects : [version.subject]), version.html, version.text];
  const missing = parts.flatMap((part) => compile(part).missing(given));
  return [...new Set(missing)].filter((key) => !known.has(key)).slice(0, MOST_WARNINGS);
}

/**
 * Counts the recipients that have nothing for a variable of the template.
 * @param recipientIds subquery of one column `id`: contacts that will receive the message
 */
export async function missingVariables(
  tx: Executor,
  plan: Plan,
  given: Readonly<Record<string, unknown>>,
  recipientIds: SQL,
): Promise<Warning[]> {
  const keys = openVariables(plan, given);
  if (!keys.length) return [];
  const counts = keys.map((key) => sql`count(*) filter (where ${isEmpty(key, given)})::int`);
  const [row] = await tx.execute<{ n: number; counts: number[] }>(sql`
    select count(*)::int as n, array[${sql.join(counts, sql`, `)}] as counts
    from (${recipientIds}) r
    join contacts c on c.id = r.id`);
  const counted = row?.counts ?? [];
  return keys.flatMap((key, i) => {
    const n = counted[i] ?? 0;
    return n ? [{ code: 'empty_variable', message: `variable \`${key}\` is empty for ${n} of ${row?.n}` }] : [];
  });
}

/** As `recipientVariables` and `lookup` find a value: whole key of metadata, then dotted path. Blank text counts as nothing. */
function isEmpty(key: string, given: Readonly<Record<string, unknown>>): SQL {
  if (given[key] !== undefined && given[key] !== null) return sql`true`; // given, as blank text
  const path = key.split('.');
  const nested =
    path.length > 1
      ? sql`else c.metadata #> array[${sql.join(
          path.map((name) => sql`${name}::text`),
          sql`, `,
        )}]`
      : sql``;
  const own = sql`(case when c.metadata ? ${key}::text then c.metadata -> ${key}::text ${nested} end #>> '{}')`;
  const value = sql`coalesce(${first[key] ?? sql`null`}, ${own}, ${last[key] ?? sql`null`}, '')`;
  return sql`${value} !~ '[^[:space:]]' or ${value} = '[]'`;
}
