import { sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { RejectedRow } from '@/contracts/import';
import { limits } from '@/contracts/limits';
import type { OrgId } from '@/server/context';
import { type Cause, causeSetting } from '@/server/db/cause';
import type { Executor } from '@/server/db/client';

/** A checked contact: addresses in normal form, null for "nothing said". `line` is the caller's own number for it. */
export type MergeRow = {
  line: number;
  email: string | null;
  phone: string | null;
  name: string | null;
  country: string | null;
  timezone: string | null;
  language: string | null;
  tags: string[];
  metadata: Record<string, unknown>;
};
export type Refused = { line: number; code: RejectedRow['code']; reason: string };
export type Merged = {
  created: number;
  updated: number;
  unchanged: number;
  added: number;
  refused: Refused[] /** Contact ids by line; empty unless asked for. */;
  idOf: Map<number, string>;
};

/** SQLSTATEs after which the whole transaction may be run again: another one created or deleted one of these people meanwhile. */
export const mergeRetries = ['23505', '23503'] as const;

/**
 * Upserts people in one statement and makes them members of `audienceId`, if given. A row finds its contact by email, else by phone; it is
 * refused as `conflict` when its email and its phone belong to two contacts, or its phone to one with another email: an identity is
 * never rewritten. What a row does not say is kept; tags are united; metadata keys are merged; a contact that would not change is not
 * written. Suppressions are not looked at, here or anywhere in an import.
 *
 * Call it through `transact(…, mergeRetries)`. Merges of an organization run one after the other, so two of the same people cannot
 * deadlock or insert them twice.
 */
export async function mergeContacts(
  tx: Executor,
  orgId: OrgId,
  rows: MergeRow[],
  to: { audienceId?: string; wantIds?: boolean; cause?: Cause } = {},
): Promise<Merged> {
  const audienceId = to.audienceId ?? null;
  const wantIds = to.wantIds ?? false;
  const { unique, refused } = dropDuplicates(rows);
  await settings(tx, orgId, to.cause ?? '');
  // Staged as one jsonb parameter, not by COPY: 97–121 ms against 84–113 for 10,000 rows, and a COPY that fails inside drizzle's
  // transaction hangs its connection.
  const staged = JSON.stringify(unique.map((row) => ({ ...row, id: uuidv7() })));
  const [result] = await tx.execute<Answer>(sql`
    with found as materialized (
      select s.*, coalesce(e.id, p.id) as contact_id,
             case when e.id <> p.id                        then 'two'
                  when e.id is null and p.email <> s.email then 'phone'
                  when cardinality(s.tags) > 0
                   and cardinality(coalesce(e.tags, p.tags, '{}')) + cardinality(s.tags) > ${limits.tags}::int
                   and (select count(distinct t) from unnest(coalesce(e.tags, p.tags) || s.tags) t) > ${limits.tags}::int then 'tags'
                  when coalesce(e.metadata, p.metadata, '{}') <> '{}'
                   and octet_length((coalesce(e.metadata, p.metadata) || s.metadata)::text) > ${limits.metadataBytes}::int then 'metadata'
             end as refusal
        from jsonb_to_recordset(${staged}::jsonb) as s(line int, id uuid, email text, phone text, name text, country text,
                                                       timezone text, language text, tags text[], metadata jsonb)
        left join lateral (select * from contacts where org_id = ${orgId} and email = s.email limit 1) e on true
        left join lateral (select * from contacts where org_id = ${orgId} and phone = s.phone limit 1) p on true
    ),
    judged as materialized (
      select *, case when contact_id is not null and refusal is null
                then min(line) over (partition by contact_id, refusal) else line end as first_line
        from found
    ),
    accepted as materialized (
      select * from judged where refusal is null and first_line = line
    ),
    updated as (
      update contacts c
         set email    = coalesce(c.email, a.email),
             phone    = coalesce(a.phone, c.phone),
             name     = coalesce(a.name, c.name),
             country  = coalesce(a.country, c.country),
             timezone = coalesce(a.timezone, c.timezone),
             language = coalesce(a.language, c.language),
             tags     = c.tags || array(select t from unnest(a.tags) t where t <> all (c.tags)),
             metadata = c.metadata || a.metadata,
             updated_at = now()
        from accepted a
       where c.id = a.contact_id and c.org_id = ${orgId}
         and ((c.email is null and a.email is not null)
           or coalesce(a.phone, c.phone)       is distinct from c.phone
           or coalesce(a.name, c.name)         is distinct from c.name
           or coalesce(a.country, c.country)   is distinct from c.country
           or coalesce(a.timezone, c.timezone) is distinct from c.timezone
           or coalesce(a.language, c.language) is distinct from c.language
           or not c.tags @> a.tags
           or c.metadata || a.metadata <> c.metadata)
      returning 1
    ),
    created as (
      insert into contacts (id, org_id, email, phone, name, country, timezone, language, tags, metadata)
      select id, ${orgId}, email, phone, name, country, timezone, language, tags, metadata from accepted where contact_id is null
      returning 1
    ),
    added as (
      insert into audience_members (org_id, audience_id, contact_id)
      select ${orgId}, ${audienceId}::uuid, coalesce(contact_id, id) from accepted where ${audienceId}::uuid is not null
      on conflict do nothing
      returning 1
    )
    select (select count(*)::int from updated) as updated,
           (select count(*)::int from created) as created,
           (select count(*)::int from added) as added,
           (select count(*)::int from accepted where contact_id is not null) as matched,
           (select coalesce(jsonb_agg(jsonb_build_array(line, refusal, first_line)), '[]')
              from judged where refusal is not null or first_line <> line) as refused,
           (select jsonb_agg(jsonb_build_array(line, coalesce(contact_id, id))) from accepted where ${wantIds}::bool) as ids`);
  if (!result) throw new Error('the merge answered nothing');
  for (const [line, refusal, firstLine] of result.refused) refused.push({ line, ...reasonOf(refusal, firstLine) });
  const counts = { created: result.created, updated: result.updated, unchanged: result.matched - result.updated, added: result.added };
  if (counts.created + counts.updated + counts.unchanged + refused.length !== rows.length) {
    throw new Error(`merge of ${rows.length} rows does not add up: ${JSON.stringify({ ...counts, refused: refused.length })}`);
  }
  return { ...counts, refused: refused.sort((a, b) => a.line - b.line), idOf: new Map(result.ids) };
}

/**
 * Three traps of the planner, each of which once made 10,000 rows quadratic (20 to 98 s). For an organization that is newer than the statistics
 * every index beginning with org_id looks as good as the unique one: plan for any organization. A table that was a page long when the
 * statement was planned is read whole for every row: no sequential scans. The plans behind foreign keys are kept by the session from when the
 * tables were that small: drop them.
 */
async function settings(tx: Executor, orgId: OrgId, cause: Cause): Promise<void> {
  await tx.execute(sql`discard plans`);
  await tx.execute(sql`
    select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true), ${causeSetting(cause)},
           pg_advisory_xact_lock(hashtextextended(${`contacts:${orgId}`}, 0))`);
}

type Answer = {
  created: number;
  updated: number;
  added: number;
  matched: number;
  refused: [line: number, refusal: string | null, firstLine: number][];
  ids: [line: number, id: string][] | null;
};

function reasonOf(refusal: string | null, firstLine: number): Omit<Refused, 'line'> {
  switch (refusal) {
    case 'two':
      return { code: 'conflict', reason: 'the email and the phone belong to two different contacts' };
    case 'phone':
      return { code: 'conflict', reason: 'the phone belongs to a contact with another email' };
    case 'tags':
      return { code: 'invalid_value', reason: `with the tags it has, the contact would have more than ${limits.tags}` };
    case 'metadata':
      return { code: 'invalid_value', reason: `with the metadata it has, the contact would have more than ${limits.metadataBytes} bytes` };
    default:
      return { code: 'duplicate_in_file', reason: `the same contact as line ${firstLine}` };
  }
}

// One statement cannot insert an address twice: the first row with an address has it.
function dropDuplicates(rows: MergeRow[]): { unique: MergeRow[]; refused: Refused[] } {
  const seen = new Map<string, number>();
  const refused: Refused[] = [];
  const unique = rows.filter((row) => {
    const addresses = [row.email, row.phone].filter((a) => a !== null);
    const first = addresses.map((a) => seen.get(a)).find((line) => line !== undefined);
    if (first !== undefined) refused.push({ line: row.line, code: 'duplicate_in_file', reason: `the same address as line ${first}` });
    else for (const address of addresses) seen.set(address, row.line);
    return first === undefined;
  });
  return { unique, refused };
}
