import { eq, sql } from 'drizzle-orm';
import { uuidv7 } from 'uuidv7';
import type { Ctx } from '@/server/context';
import type { Executor } from '@/server/db/client';
import { transact } from '@/server/db/retry';
import { adBatches, adSyncErrors, adSyncs } from '@/server/db/schema/ads';
import { sayError } from './ads-error';
import { type BatchRow, type Claimed, type Member, newBatch } from './claim-batch';
import type { AccountRow, SyncRow } from './find';
import type { Outcome, Pushed, Refusal } from './platforms/platform';

/** Errors of single people that a sync keeps. */
const KEPT_ERRORS = 1_000;
/** Halvings to find who was refused without being named: 2^14 is more than a batch. */
const HALVINGS = 14;
/** Requests of one sync after which nobody is searched for any more. */
const SEARCH_REQUESTS = 400;
/** How long a platform is given before it is first asked what became of a request, in ms. */
const ASK_AFTER_MS = 1_000;

type Scope = Pick<Ctx, 'db' | 'orgId'> & { sync: SyncRow; account: AccountRow };
type Refused = { member: Member; code: string; message: string };

/** Writes down what became of a request. The members still carry its id, or somebody else has taken them over: then nothing is theirs. */
export async function recordPushed(scope: Scope, { batch, members }: Claimed, pushed: Pushed): Promise<void> {
  await transact(scope.db, async (tx) => {
    const inTx = { ...scope, db: tx };
    const lost = pushed.refused.filter((one) => !one.again).flatMap((one) => refusedOf(members, one));
    const again = pushed.refused.filter((one) => one.again).flatMap((one) => members[one.index]?.id ?? []);
    await refuse(inTx, batch, lost);
    await putBack(tx, batch, again);
    const out = new Set([...lost.map(({ member }) => member.id), ...again]);
    const rest = members.filter((member) => !out.has(member.id));
    await tx.update(adSyncs).set({ requests: sql`requests + 1`, tries: 0 }).where(eq(adSyncs.id, scope.sync.id));
    if (!pushed.taken && rest.length) await keep(tx, batch, { size: rest.length, status: 'sending' });
    else if (pushed.unnamed > 0) await search(inTx, batch, rest, pushed.unnamed, 'invalid_member', 'refused without being named');
    else if (pushed.processing)
      await keep(tx, batch, { status: 'processing', reference: pushed.reference, askAt: new Date(Date.now() + ASK_AFTER_MS) });
    else {
      await settle(
        inTx,
        batch,
        rest.map((member) => member.id),
      );
      await keep(tx, batch, { status: 'done', reference: pushed.reference, finishedAt: new Date() });
    }
  });
}

/** Writes down what a platform says of a request that it took earlier. `tries` of 5: what failed for a passing reason is sent again. */
export async function recordOutcome(scope: Scope, { batch, members }: Claimed, outcome: Outcome): Promise<void> {
  await transact(scope.db, async (tx) => {
    const inTx = { ...scope, db: tx };
    if (outcome.state === 'processing') {
      const age = Date.now() - batch.createdAt.getTime();
      return keep(tx, batch, { askAt: new Date(Date.now() + Math.min(Math.max(ASK_AFTER_MS, age / 2), 600_000)) });
    }
    const ids = members.map((member) => member.id);
    if (outcome.state === 'done') {
      await settle(inTx, batch, ids);
      return keep(tx, batch, { status: 'done', finishedAt: new Date() });
    }
    const why = { errorCode: outcome.code, errorMessage: sayError(scope.account.platform, outcome.code, outcome.message) };
    if (outcome.again && batch.tries < 5) return keep(tx, batch, { status: 'sending', tries: batch.tries + 1, askAt: null, ...why });
    if (outcome.state === 'failed') {
      await refuse(
        inTx,
        batch,
        members.map((member) => ({ member, code: outcome.code, message: why.errorMessage })),
      );
      return keep(tx, batch, { status: 'failed', finishedAt: new Date(), ...why });
    }
    await search(inTx, batch, members, outcome.failed, outcome.code, outcome.message);
  });
}

const refusedOf = (members: Member[], { index, code, message }: Refusal): Refused[] => {
  const member = members[index];
  return member ? [{ member, code, message }] : [];
};

/** Halves what holds unnamed refusals and sends each half again, which no platform minds, until they stand alone. */
async function search(scope: Scope, batch: BatchRow, members: Member[], unnamed: number, code: string, message: string): Promise<void> {
  const everybody = unnamed >= members.length;
  if (everybody || members.length === 1) {
    await refuse(
      scope,
      batch,
      members.map((member) => ({ member, code, message })),
    );
  } else if (batch.tries < HALVINGS && scope.sync.requests < SEARCH_REQUESTS) {
    const middle = Math.ceil(members.length / 2);
    for (const half of [members.slice(0, middle), members.slice(middle)]) {
      const id = uuidv7();
      await newBatch(scope.db, { orgId: scope.orgId, id, sync: scope.sync, op: batch.op, size: half.length, tries: batch.tries + 1 });
      await scope.db.execute(
        sql`update ad_members set batch_id = ${id}::uuid where id = any(${uuids(half.map((m) => m.id))}) and batch_id = ${batch.id}::uuid`,
      );
    }
  } else {
    // Taken, but for some whom nobody names: said so, not hidden.
    await settle(
      scope,
      batch,
      members.map((member) => member.id),
      sayError(scope.account.platform, 'not_confirmed', `${unnamed} of ${members.length} were refused`),
    );
  }
  await keep(scope.db, batch, { status: 'done', finishedAt: new Date() });
}

/** Confirmed: added people are synced; removed ones lose their hashes, and their row unless it is all that tells of them. */
async function settle({ db, sync }: Scope, batch: BatchRow, ids: string[], doubt: string | null = null): Promise<void> {
  if (!ids.length) return;
  const mine = sql`m.id = any(${uuids(ids)}) and m.batch_id = ${batch.id}::uuid`;
  if (batch.op === 'add') {
    const rows = await db.execute(sql`
      update ad_members m set state = 'synced', batch_id = null, updated_at = now(),
             error_code = ${doubt ? 'not_confirmed' : null}, error_message = ${doubt}
       where ${mine} and m.state = 'adding' returning 1`);
    await db
      .update(adSyncs)
      .set({ added: sql`added + ${rows.length}` })
      .where(eq(adSyncs.id, sync.id));
    return;
  }
  const [row] = await db.execute<{ n: number }>(sql`
    with mine as materialized (
      select m.id, exists (select from contacts c where c.org_id = m.org_id and c.id = m.contact_id)
               and not exists (select from ad_members o where o.ad_audience_id = m.ad_audience_id and o.contact_id = m.contact_id and o.id <> m.id) as stays
        from ad_members m where ${mine} and m.state = 'removing'),
    gone as (delete from ad_members m using mine where m.id = mine.id and not mine.stays),
    again as (
      insert into ad_touched (org_id, ad_audience_id, contact_id)
      select org_id, ad_audience_id, contact_id from ad_members m where ${mine} and m.state = 'removing' and m.error_code = 'wanted_again'),
    kept as (
      update ad_members m set state = 'removed', identity = null, email_hash = null, phone_hash = null, more_hashes = null, batch_id = null,
             error_code = null, error_message = null, updated_at = now()
        from mine where m.id = mine.id and mine.stays)
    select count(*)::int as n from mine`);
  await db
    .update(adSyncs)
    .set({ removed: sql`removed + ${row?.n ?? 0}` })
    .where(eq(adSyncs.id, sync.id));
}

async function refuse({ db, orgId, sync, account }: Scope, batch: BatchRow, refused: Refused[]): Promise<void> {
  if (!refused.length) return;
  const values = refused.map(({ member, code, message }) => ({
    id: member.id,
    code,
    message: sayError(account.platform, code as 'invalid_member', message),
  }));
  await db.execute(sql`
    update ad_members m set state = 'failed', batch_id = null, error_code = v.code, error_message = v.message, updated_at = now()
      from jsonb_to_recordset(${JSON.stringify(values)}::jsonb) as v(id uuid, code text, message text)
     where m.id = v.id and m.batch_id = ${batch.id}::uuid`);
  await db
    .update(adSyncs)
    .set({ failed: sql`failed + ${refused.length}` })
    .where(eq(adSyncs.id, sync.id));
  const [kept] = await db.execute<{ n: number }>(sql`select count(*)::int as n from ad_sync_errors where sync_id = ${sync.id}::uuid`);
  const room = Math.max(0, KEPT_ERRORS - (kept?.n ?? 0));
  const rows = refused.slice(0, room).map(({ member, code }, i) => ({
    orgId,
    syncId: sync.id,
    contactId: member.contactId,
    op: batch.op,
    code,
    message: values[i]?.message ?? '',
  }));
  if (rows.length) await db.insert(adSyncErrors).values(rows);
}

/** To be sent again by a later batch. */
async function putBack(tx: Executor, batch: BatchRow, ids: string[]): Promise<void> {
  if (!ids.length) return;
  await tx.execute(sql`
    update ad_members set state = ${batch.op === 'add' ? 'to_add' : 'to_remove'}, batch_id = null, updated_at = now()
     where id = any(${uuids(ids)}) and batch_id = ${batch.id}::uuid`);
}

const keep = async (tx: Executor, batch: BatchRow, values: Partial<BatchRow>): Promise<void> =>
  void (await tx.update(adBatches).set(values).where(eq(adBatches.id, batch.id)));

const uuids = (ids: string[]) => sql`array(select id::uuid from jsonb_array_elements_text(${JSON.stringify(ids)}::jsonb) t(id))`;
