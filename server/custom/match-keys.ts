import { sql } from 'drizzle-orm';
import { type MatchKind, type MatchResult, matchKinds } from '@/contracts/custom';
import type { Ctx } from '@/server/context';
import { nameKey, sha256 } from './hash-keys';

type Scope = Pick<Ctx, 'db' | 'orgId' | 'now'>;
type Answer = { rows: number; matched_rows: number; contacts: number; keys: [MatchKind, number, number][] | string };

/**
 * Makes the members of an uploaded audience those contacts that any kept key says, in one statement over all contacts. A phone is compared
 * with and without its `+`: lists for ads platforms are hashed either way; a hash may be an email's or a phone's, whatever its column
 * was called. A name and country that several contacts share names nobody.
 */
export async function matchKeys(ctx: Scope, audienceId: string, externalId?: string): Promise<MatchResult> {
  const names = await namesOf(ctx, audienceId);
  const path = externalId
    ? `{${externalId
        .slice('metadata.'.length)
        .split('.')
        .map((part) => JSON.stringify(part))
        .join(',')}}`
    : null;
  // Without statistics of what was just written the planner joins hash by hash in loops: quadratic.
  await ctx.db.execute(sql`select set_config('enable_nestloop', 'off', true), set_config('enable_seqscan', 'on', true)`);
  const [found] = await ctx.db.execute<Answer>(sql`
    with kept as materialized (select row_id, kind, hash from audience_keys where audience_id = ${audienceId}::uuid),
         said as materialized (
           select c.id, h.kind, h.hash
             from contacts c
             cross join lateral (values ('address', sha256(convert_to(c.email, 'UTF8'))),
                                        ('address', sha256(convert_to(c.phone, 'UTF8'))),
                                        ('address', sha256(convert_to(substr(c.phone, 2), 'UTF8'))),
                                        ('external_id', case when ${path}::text is not null
                                                             then sha256(convert_to(c.metadata #>> ${path}::text[], 'UTF8')) end)) h(kind, hash)
            where c.org_id = ${ctx.orgId} and h.hash is not null
           union all
           select id, 'name_country', decode(h, 'hex') from jsonb_to_recordset(${JSON.stringify(names.single)}::jsonb) as t(id uuid, h text)),
         hits as materialized (
           select k.row_id, k.kind, k.hash, s.id
             from kept k join said s on s.hash = k.hash and s.kind = case when k.kind in ('email', 'phone') then 'address' else k.kind end),
         now_in as materialized (select distinct id from hits),
         gone as (delete from audience_members am where am.audience_id = ${audienceId}::uuid
                    and am.contact_id in (select contact_id from audience_members where audience_id = ${audienceId}::uuid except select id from now_in)),
         come as (insert into audience_members (org_id, audience_id, contact_id)
                  select ${ctx.orgId}::uuid, ${audienceId}::uuid, id from now_in on conflict do nothing)
    select (select count(distinct row_id)::int from kept) as rows,
           (select count(distinct row_id)::int from hits) as matched_rows,
           (select count(*)::int from now_in) as contacts,
           (select coalesce(jsonb_agg(jsonb_build_array(u.kind, u.n, coalesce(m.n, 0))), '[]')
              from (select kind, count(distinct hash) as n from kept group by kind) u
              left join (select kind, count(distinct hash) as n from hits group by kind) m using (kind)) as keys`);
  await ctx.db.execute(sql`select set_config('enable_nestloop', 'on', true)`);
  if (!found) throw new Error('the match answered nothing');
  const keys = typeof found.keys === 'string' ? (JSON.parse(found.keys) as [MatchKind, number, number][]) : found.keys;
  return {
    rows: found.rows,
    matched_rows: found.matched_rows,
    contacts: found.contacts,
    rate: found.rows ? found.matched_rows / found.rows : null,
    ambiguous: names.ambiguous,
    keys: matchKinds.flatMap((key) => {
      const [, uploaded = 0, matched = 0] = keys.find(([kind]) => kind === key) ?? [];
      return uploaded ? [{ key, uploaded, matched, rate: matched / uploaded }] : [];
    }),
    as_of: ctx.now.toISOString(),
  };
}

const page = 20_000;

/** Contacts whose name and country were uploaded and are nobody else's too. Names are folded here: the database's rules differ by its locale. */
async function namesOf(ctx: Scope, audienceId: string): Promise<{ single: { id: string; h: string }[]; ambiguous: number }> {
  const kept = await ctx.db.execute<{ h: string }>(
    sql`select encode(hash, 'hex') as h from audience_keys where audience_id = ${audienceId}::uuid and kind = 'name_country'`,
  );
  const wanted = new Set(kept.map((row) => row.h));
  const found = new Map<string, string | null>();
  let last = '00000000-0000-0000-0000-000000000000';
  while (wanted.size) {
    const rows = await ctx.db.execute<{ id: string; name: string | null; country: string | null }>(sql`
      select c.id, c.name, c.country from contacts c where c.org_id = ${ctx.orgId} and c.id > ${last}::uuid order by c.id limit ${page}`);
    for (const { id, name, country } of rows) {
      const key = name && country ? nameKey(name, country) : null;
      const h = key && sha256(key);
      if (h && wanted.has(h)) found.set(h, found.has(h) ? null : id);
    }
    last = rows.at(-1)?.id ?? last;
    if (rows.length < page) break;
  }
  const single = [...found].flatMap(([h, id]) => (id ? [{ id, h }] : []));
  return { single, ambiguous: found.size - single.length };
}
