import { type SQL, sql } from 'drizzle-orm';
import type { Channel } from '@/contracts/limits';
import type { OrgId } from '@/server/context';

export type Slice = { index: number; of: number };
export type Target = {
  orgId: OrgId;
  channel: Channel;
  /** Predicate over `contacts c`: who is in the audience. */
  where: SQL;
  slice: Slice | null;
};

/** 32 bits of a contact's stable hash, md5 of its id: word 0 chooses the variant, word 1 the slice, so that neither says anything of the other. */
export const stableWord = (id: SQL, word: 0 | 1): SQL =>
  sql`('x' || substr(md5(${id}::text), ${sql.raw(word === 0 ? '1' : '9')}, 8))::bit(32)::bigint`;

/** The members that a call is about: those of the audience, or of its slice. Predicate over `contacts c`. */
export function membersWhere({ orgId, where, slice }: Target): SQL {
  const part = slice ? sql`and ${stableWord(sql`c.id`, 1)} % ${slice.of}::int = ${slice.index}::int` : sql``;
  return sql`c.org_id = ${orgId} and (${where}) ${part}`;
}

/**
 * Every member and what a send would do with it: `id`, `address`, `status` (scheduled, suppressed, unreachable, duplicate). The one
 * source of preview, send and freeze, so that the count is the send. Of contacts that share an address the lowest hash is scheduled.
 */
export function recipients(target: Target): SQL {
  const address = target.channel === 'email' ? sql`c.email` : sql`c.phone`;
  return sql`
    select p.id, p.address,
           case when p.address is null then 'unreachable'
                when p.suppressed      then 'suppressed'
                when row_number() over (partition by p.address order by md5(p.id::text)) > 1 then 'duplicate'
                else 'scheduled'
           end as status
    from (
      select c.id, ${address} as address, s.address is not null as suppressed
      from contacts c
      left join suppressions s on s.org_id = ${target.orgId} and s.channel = ${target.channel} and s.address = ${address}
      where ${membersWhere(target)}
    ) p`;
}
