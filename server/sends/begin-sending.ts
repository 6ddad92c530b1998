import type postgres from 'postgres';
import { LEASE_MS } from './delivery-limits';

/** A message that may leave now, with its person. */
export type Leaving = {
  id: string;
  address: string;
  variant: number;
  attempt: number;
  name: string | null;
  email: string | null;
  phone: string | null;
  country: string | null;
  timezone: string | null;
  language: string | null;
  metadata: Record<string, unknown>;
  /** Of this message alone: `trigger`, what started the automation that sends it. */
  variables?: Record<string, unknown> | null;
};

/**
 * The last look before messages leave, and the point of no return: commits `sending` for those whose send is not cancelled, whose
 * address is not suppressed and whose contact still exists; the others end here, or go back when the send was paused. One statement on
 * purpose: a suppression changes the row as well, so when it commits first this finds the row no longer claimed, and when it commits
 * second the message had already left. A cancellation or a pause changes the send alone, however large it is: the key share waits for it,
 * or makes it wait (`lockSends`), and the verdict is by the send as it is then.
 */
export async function beginSending(sql: postgres.Sql, ids: readonly string[], fence: string): Promise<Leaving[]> {
  const rows = await sql<(Leaving & { status: string })[]>`
    update messages m
    set status = v.verdict, error = v.reason, updated_at = now(),
        attempt = m.attempt - case when v.verdict = 'scheduled' then 1 else 0 end,
        lease_until = case when v.verdict = 'sending' then now() + ${LEASE_MS} * interval '1 millisecond' end
    from (
      select x.id, c.name, c.email, c.phone, c.country, c.timezone, c.language, c.metadata,
             case when s.status = 'cancelled'     then 'cancelled'
                  when p.address is not null      then 'suppressed'
                  when c.id is null               then 'cancelled'
                  when s.status = 'paused'        then 'scheduled'
                  else 'sending'
             end as verdict,
             case when s.status <> 'cancelled' and p.address is null and c.id is null then 'the contact was deleted' end as reason
      from messages x
      join sends s on s.id = x.send_id
      left join contacts c on c.org_id = x.org_id and c.id = x.contact_id
      left join suppressions p on p.org_id = x.org_id and p.channel = x.channel and p.address = x.address
      where x.id = any(${ids as string[]}::uuid[])
      for key share of s
    ) v
    where m.id = v.id and m.fence = ${fence} and m.status = 'claimed' and m.lease_until > now()
    returning m.id, m.address, m.variant, m.attempt, m.status, v.name, v.email, v.phone, v.country, v.timezone, v.language, v.metadata,
              (select jsonb_build_object('trigger', r.trigger -> 'data') from automation_runs r
               where r.org_id = m.org_id and r.id = (m.metadata ->> 'automation_run')::uuid) as variables`;
  return rows.filter((row) => row.status === 'sending');
}
