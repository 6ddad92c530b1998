import { and, asc, eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import { platformFacts } from '@/contracts/ad-platforms';
import type { Ctx } from '@/server/context';
import { transact } from '@/server/db/retry';
import { adBatches, adMembers } from '@/server/db/schema/ads';
import type { AccountRow, AdAudienceRow, SyncRow } from './find';
import { hashKeys, type Keys, normaliseFor, type Person } from './normalise';
import { identitySql, optedOutSql, suppressedSql } from './who';

export type BatchRow = typeof adBatches.$inferSelect;
export type Member = { id: string; contactId: string; keys: Keys };
/** A batch that is committed as `sending`, with its people in a fixed order. */
export type Claimed = { batch: BatchRow; members: Member[] };
type Scope = Pick<Ctx, 'db' | 'orgId'> & { sync: SyncRow; adAudience: AdAudienceRow; account: AccountRow };

/** What is to go out next: what a crash left unanswered, then removals, then additions. Null when nothing waits. */
export async function claimBatch(scope: Scope): Promise<Claimed | null> {
  return (await openBatch(scope)) ?? (await claimRemovals(scope)) ?? (await claimAdditions(scope));
}

async function openBatch({ db, sync }: Scope): Promise<Claimed | null> {
  const open = and(eq(adBatches.syncId, sync.id), eq(adBatches.status, 'sending'));
  const [batch] = await db.select().from(adBatches).where(open).orderBy(asc(adBatches.seq)).limit(1);
  if (!batch) return null;
  const rows = await db.select().from(adMembers).where(eq(adMembers.batchId, batch.id)).orderBy(asc(adMembers.id));
  return { batch, members: rows.map(memberOf) };
}

const memberOf = (row: typeof adMembers.$inferSelect): Member => ({ id: row.id, contactId: row.contactId, keys: keysOf(row) });

export const keysOf = (row: Pick<typeof adMembers.$inferSelect, 'emailHash' | 'phoneHash' | 'moreHashes'>): Keys => ({
  ...(row.emailHash ? { email: row.emailHash } : {}),
  ...(row.phoneHash ? { phone: row.phoneHash } : {}),
  ...(row.moreHashes ? { more: row.moreHashes } : {}),
});

async function claimRemovals({ db, orgId, sync, adAudience, account }: Scope): Promise<Claimed | null> {
  return transact(db, async (tx) => {
    const batchId = uuidv7();
    const rows = await tx.execute<HashRow>(sql`
      update ad_members m set state = 'removing', batch_id = ${batchId}::uuid, updated_at = now()
       where m.id in (select id from ad_members where ad_audience_id = ${adAudience.id}::uuid and state = 'to_remove'
                      order by id limit ${platformFacts[account.platform].batchSize} for update skip locked)
      returning m.id, m.contact_id, m.email_hash, m.phone_hash, m.more_hashes`);
    if (!rows.length) return null;
    // Two contacts may be one person to the platform (dots in a Gmail address): what another one still needs there is not removed.
    const shared = await tx.execute<{ id: string }>(sql`
      update ad_members m set email_hash = null
       where m.batch_id = ${batchId}::uuid and m.email_hash is not null
         and (select count(*) from ad_members o where o.ad_audience_id = m.ad_audience_id and o.email_hash = m.email_hash and o.id <> m.id
                 and o.state || '' in ('synced', 'adding')) > 0
      returning m.id`);
    const kept = new Set(shared.map((row) => row.id));
    const members = [...rows].map((row) => fromHashRow(kept.has(row.id) ? { ...row, email_hash: null } : row)).sort(byId);
    return { batch: await newBatch(tx, { orgId, id: batchId, sync, op: 'remove', size: members.length }), members };
  });
}

type HashRow = {
  id: string;
  contact_id: string;
  email_hash: string | null;
  phone_hash: string | null;
  more_hashes: Record<string, string> | null;
};
const fromHashRow = (row: HashRow): Member => ({
  id: row.id,
  contactId: row.contact_id,
  keys: keysOf({ emailHash: row.email_hash, phoneHash: row.phone_hash, moreHashes: row.more_hashes }),
});
const byId = (a: Member, b: Member) => (a.id < b.id ? -1 : 1);

/**
 * Reads the addresses, hashes them and commits the hashes with the claim: what leaves is what the row says left. Suppression and opt-out
 * are checked once more here; who fails stays where they are until the touch that came with it is looked at.
 */
async function claimAdditions({ db, orgId, sync, adAudience, account }: Scope): Promise<Claimed | null> {
  return transact(db, async (tx) => {
    const rows = await fitting(tx, adAudience, account);
    if (!rows.length) return null;
    const batchId = uuidv7();
    const members = rows.map(
      (row): Member => ({
        id: row.member_id,
        contactId: row.contact_id,
        keys: hashKeys(normaliseFor(account.platform, row)),
      }),
    );
    const values = members.map(({ id, keys }) => ({ id, e: keys.email ?? null, p: keys.phone ?? null, x: keys.more ?? null }));
    await tx.execute(sql`
      update ad_members m
         set state = 'adding', batch_id = ${batchId}::uuid, email_hash = v.e, phone_hash = v.p, more_hashes = v.x,
             error_code = null, error_message = null, updated_at = now()
        from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v(id uuid, e text, p text, x jsonb)
       where m.id = v.id`);
    return { batch: await newBatch(tx, { orgId, id: batchId, sync, op: 'add', size: members.length }), members };
  });
}

type Candidate = Person & { member_id: string; contact_id: string; fit: boolean };

/**
 * The next people to add. Taken by the index first and looked at then, row by row: as one join with the conditions, and with statistics
 * from before the marks were made, the planner took more than five minutes for 100,000 members.
 */
async function fitting(tx: Ctx['db'], adAudience: AdAudienceRow, account: AccountRow): Promise<Candidate[]> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await tx.execute<Candidate>(sql`
      with m as materialized (
        select id, org_id, ad_audience_id, contact_id, identity from ad_members
         where ad_audience_id = ${adAudience.id}::uuid and state = 'to_add' and id > ${after}::uuid
         order by id limit ${platformFacts[account.platform].batchSize} for update skip locked)
      select m.id as member_id, m.contact_id, c.email, c.phone, c.name, c.country,
             c.id is not null and m.identity = ${identitySql(account.platform)} and not ${suppressedSql} and not ${optedOutSql}
             and (select count(*) from ad_members r where r.ad_audience_id = m.ad_audience_id and r.contact_id = m.contact_id
                     and r.state || '' in ('to_remove', 'removing')) = 0 as fit
        from m left join contacts c on c.org_id = m.org_id and c.id = m.contact_id
       order by m.id`);
    const fit = rows.filter((row) => row.fit);
    const last = rows.at(-1);
    if (fit.length || !last) return fit;
    after = last.member_id;
  }
}

type NewBatch = { orgId: string; id: string; sync: SyncRow; op: 'add' | 'remove'; size: number; tries?: number };

/** Takes the next number of the sync's requests. */
export async function newBatch(tx: Ctx['db'], { orgId, id, sync, op, size, tries = 0 }: NewBatch): Promise<BatchRow> {
  const [row] = await tx
    .insert(adBatches)
    .values({
      id,
      orgId,
      syncId: sync.id,
      adAudienceId: sync.adAudienceId,
      op,
      size,
      tries,
      status: 'sending',
      seq: sql<number>`(select coalesce(max(seq), 0) + 1 from ad_batches where sync_id = ${sync.id}::uuid)`,
    })
    .returning();
  if (!row) throw new Error('an insert without a row');
  return row;
}
