import { sql } from 'drizzle-orm';
import { encodeId } from '@/contracts/ids';
import type { OrgId } from '@/server/context';
import type { Database } from '@/server/db/client';
import { deliverBatch } from '@/server/sends/deliver-batch';
import { MAX_ATTEMPTS } from '@/server/sends/delivery-limits';
import { startSend } from '@/server/sends/start-send';
import { sweepSends } from '@/server/sends/sweep-sends';
import type { World } from '@/server/sends/world';
import { createAudience, createContacts, createContext, unique, uuidOf } from '../factory';
import { createTemplate, ledger, schedule } from '../sends/setup';
import { type Acceptance, DEAD_EMAIL, DEAD_PHONE, type StandIn } from './stand-in';

export type Task = { orgId: OrgId; sendId: string; last: number; channel: 'email' | 'sms' };

/** A started send to `n` new people, the last of whom has a dead address. */
export async function prepare(world: World, channel: 'email' | 'sms', n: number): Promise<Task> {
  const ctx = await createContext(world.db);
  const key = unique();
  const people = await createContacts(
    ctx,
    Array.from({ length: n }, (_, i) => ({
      email: `${i === n - 1 ? DEAD_EMAIL : 'live'}-${i}-${key}@example.com`,
      phone: `${i === n - 1 ? DEAD_PHONE : '+1415777'}${String(i).padStart(4, '0')}`,
    })),
  );
  const audience = await createAudience(ctx, people);
  const answer = await schedule(ctx, audience.id, {
    template: await createTemplate(ctx),
    channel,
    from: channel === 'sms' ? 'Shop' : 'a@example.com',
  });
  const sendId = uuidOf('send', answer.send_id);
  await startSend(world, ctx, sendId);
  return { orgId: ctx.orgId, sendId, last: n - 1, channel };
}

/** The messages that a dead worker held, by how far it had come. */
export async function held(db: Database, sendId: string): Promise<{ sending: string[]; claimed: string[] }> {
  const rows = await ledger(db, sendId);
  const of = (status: string) => rows.filter((r) => r.status === status).map((r) => r.id);
  return { sending: of('sending'), claimed: of('claimed') };
}

/** Lets the leases of dead workers end now instead of in a minute. */
export const passLeases = (db: Database, sendId: string) =>
  db.execute(
    sql`update messages set lease_until = now() - interval '1 second' where send_id = ${sendId} and status in ('claimed', 'sending')`,
  );

/**
 * Waits until the server has noticed that the killed processes are gone: a statement of theirs may still be running.
 * @param only with `active`: until no sender runs a statement, for when others live and wait
 */
export async function awaitBackendsGone(db: Database, only?: 'active'): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from pg_stat_activity
      where application_name = 'doomed' and datname = current_database() and ${only ? sql`state <> 'idle'` : sql`true`}`);
    if (!row?.n) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until no sender has a transaction open: one that is suspended holds its locks until the server ends it. */
export async function awaitLocksGone(db: Database): Promise<void> {
  for (;;) {
    const [row] = await db.execute<{ n: number }>(sql`
      select count(*)::int as n from pg_stat_activity a
      where application_name = 'doomed' and datname = current_database() and backend_xid is not null`);
    if (!row?.n) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The next worker, which does not crash; retries of the provider are made due at once. */
export async function deliverRest(world: World, task: Task, steps?: Parameters<typeof deliverBatch>[2]): Promise<void> {
  for (let round = 0; round < 20; round++) {
    const { next } = await deliverBatch(world, { ...task, first: 0 }, steps);
    if (next === null) break;
    await world.db.execute(sql`update messages set lease_until = now() where send_id = ${task.sendId} and status = 'scheduled'`);
  }
  await sweepSends(world);
}

/**
 * Everything that must hold once a send is over, as a list of what does not.
 * @param inFlight messages that were `sending` when a worker died: the only ones that may be unknown
 */
export async function violations(world: World, task: Task, standIn: StandIn, inFlight: readonly string[] = []): Promise<string[]> {
  const wrong: string[] = [];
  const rows = await ledger(world.db, task.sendId);
  const keyOf = (id: string) => (task.channel === 'email' ? id : encodeId('message', id));
  const taken = new Map<string, Acceptance[]>();
  for (const a of standIn.accepted) taken.set(a.key, [...(taken.get(a.key) ?? []), a]);
  for (const row of rows) {
    const times = taken.get(keyOf(row.id))?.length ?? 0;
    const what = `${row.address} (${row.status})`;
    if (times > 1) wrong.push(`${what} was sent to ${times} times`);
    if (row.status === 'sent' && times === 0) wrong.push(`${what} never left`);
    if (row.status === 'unknown' && !inFlight.includes(row.id)) wrong.push(`${what} was not in flight`);
    if (row.status === 'unknown' && task.channel === 'sms' && row.attempt < MAX_ATTEMPTS)
      wrong.push(`${what}: the gateway deduplicates, so it could have been asked again`);
    if (!['sent', 'unknown', 'failed'].includes(row.status)) wrong.push(`${what} is not over`);
    const dead = row.address?.startsWith(DEAD_EMAIL) || row.address?.startsWith(DEAD_PHONE);
    if (row.status === 'failed' && !dead) wrong.push(`${what} failed`);
    if (times > 0 && row.status === 'failed') wrong.push(`${what} was taken`);
    if (inFlight.includes(row.id) && task.channel === 'email' && !['unknown', 'failed'].includes(row.status))
      wrong.push(`${what} was in flight and is not unknown`);
  }
  if (rows.length !== task.last + 1) wrong.push(`${rows.length} rows for ${task.last + 1} members`);
  const [send] = await world.db.execute<{ status: string }>(sql`select status from sends where id = ${task.sendId}`);
  if (send?.status !== 'finished') wrong.push(`the send is ${send?.status}`);
  return wrong;
}
