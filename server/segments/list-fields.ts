import { type SQL, sql } from 'drizzle-orm';
import type { Field } from '@/contracts/segment';
import { contactCatalogue } from '@/filter/catalogue';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { sampleOf } from './sample';

type SeenKey = { name: string; type: Field['type']; n: number; examples: unknown[] };

/**
 * What filters can name: the built-in fields, then the metadata keys seen in a sample of about 2,500 contacts (objects three levels
 * deep, dotted), the most frequent first, with their type, the share of contacts that have them, and their commonest values.
 */
export async function listFields(ctx: Ctx): Promise<Field[]> {
  const { where } = await sampleOf(ctx);
  const sample = sql`select c.* from contacts c where c.org_id = ${ctx.orgId} and ${where ?? sql`true`}`;
  return limited(ctx, { timeoutMs: 5_000 }, async (tx) => {
    const [size] = await tx.execute<{ n: number }>(sql`select count(*)::int as n from (${sample}) c`);
    const builtins = await tx.execute<SeenKey>(builtinValues(sample));
    const keys = await tx.execute<SeenKey>(metadataKeys(sample));
    const share = (n: number) => (size?.n ? Math.min(1, n / size.n) : 0);
    return [
      ...contactCatalogue.fields.map((field): Field => {
        const seen = builtins.find((row) => row.name === field.column);
        return {
          name: field.name,
          label: field.label,
          type: typeOf(field.type),
          builtin: true,
          frequency: share(seen?.n ?? 0),
          examples: seen?.examples ?? [],
        };
      }),
      ...keys.map(
        (key): Field => ({
          name: `metadata.${key.name}`,
          label: key.name,
          type: key.type,
          builtin: false,
          frequency: share(key.n),
          examples: key.examples,
        }),
      ),
    ];
  });
}

const typeOf = (type: (typeof contactCatalogue.fields)[number]['type']): Field['type'] =>
  ({ text: 'string', texts: 'array', date: 'date', id: 'id' })[type] as Field['type'];

/** Presence of each typed field, and the commonest values of those that repeat. */
function builtinValues(sample: SQL): SQL {
  return sql`
    with s as materialized (${sample}),
         v(name, value) as (
           select f.name, f.value from s, lateral (values
             ('id', null), ('email', s.email), ('phone', s.phone), ('name', s.name), ('country', s.country), ('timezone', s.timezone),
             ('language', s.language), ('created_at', ''), ('updated_at', ''),
             ('last_email_sent_at', case when s.last_email_sent_at is not null then '' end),
             ('last_email_opened_at', case when s.last_email_opened_at is not null then '' end),
             ('last_email_clicked_at', case when s.last_email_clicked_at is not null then '' end)) f(name, value)
           where f.value is not null
           union all select 'tags', t from s, unnest(s.tags) t),
         g as (select name, value, count(*) as n, row_number() over (partition by name order by count(*) desc, value) as rank from v group by name, value)
    select name, 'string' as type,
           case when name = 'tags' then (select count(*) from s where cardinality(tags) > 0) else sum(n) end::int as n,
           coalesce(jsonb_agg(value order by rank) filter (where rank <= 30 and name in ('country', 'timezone', 'language', 'tags')), '[]') as examples
    from g group by name`;
}

function metadataKeys(sample: SQL): SQL {
  return sql`
    with recursive s as materialized (${sample}),
         e(name, value, depth) as (
           select m.key, m.value, 1 from s, jsonb_each(s.metadata) m
           union all
           select e.name || '.' || m.key, m.value, e.depth + 1
           from e, lateral jsonb_each(case when jsonb_typeof(e.value) = 'object' then e.value end) m
           where e.depth < 3),
         g as (
           select name, jsonb_typeof(value) as type, case when jsonb_typeof(value) in ('string', 'number', 'boolean') then value end as value, count(*) as n
           from e group by 1, 2, 3),
         r as (select *, row_number() over (partition by name order by (value is null), n desc, value::text) as rank from g)
    select name, sum(n)::int as n,
           case when count(distinct type) filter (where type <> 'null') > 1 then 'mixed' else coalesce(min(type) filter (where type <> 'null'), 'mixed') end as type,
           coalesce(jsonb_agg(value order by rank) filter (where rank <= 30 and value is not null), '[]') as examples
    from r group by name order by sum(n) desc, name limit 500`;
}
