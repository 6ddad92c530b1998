import { sql } from 'drizzle-orm';
import { platformFacts } from '@/contracts/ad-platforms';
import type { AdPlan } from '@/contracts/ads';
import { encodeId } from '@/contracts/ids';
import type { Ctx } from '@/server/context';
import { limited } from '@/server/db/limited';
import { sayError } from './ads-error';
import { type AccountRow, type AdAudienceRow, findAdAudience } from './find';
import { hashKeys, normaliseFor, type Person } from './normalise';
import { desiredSql, membersWhere } from './who';

/** For one look at who belongs on the platform. */
export const PLAN_TIMEOUT_MS = 30_000;
const SAMPLE = 5;

type Counts = {
  members: number;
  add: number;
  remove: number;
  unchanged: number;
  unmatched: number;
  suppressed: number;
  opted_out: number;
  email: number;
  phone: number;
  both: number;
};

/** Who a sync would add and remove now, by which keys, and what would leave for a few of them. Writes nothing. */
export async function planSync(ctx: Ctx, id: string): Promise<AdPlan> {
  const { adAudience, account } = await findAdAudience(ctx, id);
  const where = await membersWhere(ctx, adAudience);
  const { counts, people } = await limited(ctx, { timeoutMs: PLAN_TIMEOUT_MS }, async (tx) => {
    const desired = desiredSql(ctx, account.platform, where, null);
    await tx.execute(sql`select set_config('enable_nestloop', 'off', true)`); // see reconcile.ts
    const [counts] = await tx.execute<Counts>(sql`
      with d as materialized (${desired}),
      there as (select contact_id, identity from ad_members m
                 where m.ad_audience_id = ${id}::uuid and m.state in ('synced', 'adding', 'to_remove', 'removing'))
      select count(*)::int as members,
             count(*) filter (where d.why is null and t.contact_id is null)::int as add,
             (select count(*) from there x where not exists (
                select from d where d.id = x.contact_id and d.identity = x.identity and d.why is null))::int as remove,
             count(*) filter (where d.why is null and t.contact_id is not null)::int as unchanged,
             count(*) filter (where d.why = 'unmatched')::int as unmatched,
             count(*) filter (where d.why = 'suppressed')::int as suppressed,
             count(*) filter (where d.why = 'opted_out')::int as opted_out,
             count(*) filter (where d.why is null and c.email is not null)::int as email,
             count(*) filter (where d.why is null and c.phone is not null)::int as phone,
             count(*) filter (where d.why is null and c.email is not null and c.phone is not null)::int as both
        from d join contacts c on c.org_id = ${ctx.orgId}::uuid and c.id = d.id
        left join there t on t.contact_id = d.id and t.identity = d.identity`);
    const people = await tx.execute<Person & { id: string }>(sql`
      select c.id, c.email, c.phone, c.name, c.country from (${desired} order by c.id limit 200) d
        join contacts c on c.org_id = ${ctx.orgId}::uuid and c.id = d.id
       where d.why is null order by c.id limit ${SAMPLE}`);
    return { counts, people: [...people] };
  });
  if (!counts) throw new Error('a count without a row');
  const byPhone = platformFacts[account.platform].matchKeys.includes('phone');
  const sizeAfter = counts.add + counts.unchanged;
  return {
    ad_audience_id: encodeId('adAudience', id),
    members: counts.members,
    add: counts.add,
    remove: counts.remove,
    unchanged: counts.unchanged,
    unmatched: counts.unmatched,
    excluded: { suppressed: counts.suppressed, opted_out: counts.opted_out },
    match_keys: { email: counts.email, phone: byPhone ? counts.phone : 0, both: byPhone ? counts.both : 0 },
    size_after: sizeAfter,
    minimum_size: platformFacts[account.platform].minimumSize,
    warnings: warningsOf(adAudience, account, counts, sizeAfter),
    sample: people.map((person) => ({
      contact_id: encodeId('contact', person.id),
      name: person.name,
      keys: sampleOf(account.platform, person),
    })),
  };
}

/** Each key by its name, with the value that is hashed and the hash that would leave. */
export function sampleOf(platform: AccountRow['platform'], person: Person): { key: string; normalised: string; sha256: string }[] {
  const keys = normaliseFor(platform, person);
  const hashes = hashKeys(keys);
  const one = (key: string, normalised?: string, sha256?: string) => (normalised && sha256 ? [{ key, normalised, sha256 }] : []);
  return [
    ...one('email', keys.email, hashes.email),
    ...one('phone', keys.phone, hashes.phone),
    ...Object.entries(keys.more ?? {}).flatMap(([key, value]) => one(key.toLowerCase(), value, hashes.more?.[key])),
  ];
}

function warningsOf(adAudience: AdAudienceRow, account: AccountRow, counts: Counts, sizeAfter: number): AdPlan['warnings'] {
  const { label, minimumSize } = platformFacts[account.platform];
  const found: AdPlan['warnings'] = [];
  if (!adAudience.audienceId) found.push({ code: 'audience_deleted', message: sayError(account.platform, 'audience_deleted') });
  if (sizeAfter < minimumSize)
    found.push({
      code: 'audience_too_small',
      message: `${label} shows ads to an audience of at least ${minimumSize.toLocaleString('en')} people that it recognised. This one has ${sizeAfter.toLocaleString('en')} at most, and a platform never recognises all.`,
    });
  const there = counts.remove + counts.unchanged;
  if (counts.remove > 0 && counts.remove * 2 > there)
    found.push({
      code: 'removes_most',
      message: `This takes out ${counts.remove.toLocaleString('en')} of the ${there.toLocaleString('en')} people there.`,
    });
  if (counts.members > 0 && counts.unmatched * 2 > counts.members)
    found.push({
      code: 'few_keys',
      message: `${counts.unmatched.toLocaleString('en')} of ${counts.members.toLocaleString('en')} members have no address that ${label} matches by.`,
    });
  if (account.platform === 'google' && adAudience.consent !== 'granted')
    found.push({
      code: 'consent_missing',
      message: 'Google takes no people of the European Economic Area without a consent signal, which is not set here.',
    });
  return found;
}
