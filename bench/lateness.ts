import { sql } from 'drizzle-orm';
import { startWorker } from '@/server/jobs/worker';
import { getSend } from '@/server/sends/get-send';
import { createAudience, createContext, uuidOf } from '@/test/factory';
import { createTemplate, fillAudience, schedule, testWorld, workerEnv } from '@/test/sends/setup';
import { type BenchContext, quantile, type Row, round } from './harness';
import { spawnCatcher } from './support/spawn-catcher';

export const name =
  'Lateness of scheduled messages: the real worker and catcher, three sends whose ramps overlap, about 30 messages a second in all';

const SENDS = 3;
const MEMBERS = 600;

/** Arrival in the mailbox against the planned time, so that a message that leaves early shows as negative. */
export async function run({ db, databaseUrl }: BenchContext): Promise<Row[]> {
  const catcher = await spawnCatcher(databaseUrl);
  const worker = await startWorker(workerEnv(databaseUrl, catcher), testWorld(databaseUrl, catcher));
  const ctx = await createContext(db);
  const sendIds: string[] = [];
  try {
    for (let i = 0; i < SENDS; i++) {
      const audience = await createAudience(ctx);
      await fillAudience(ctx, audience.id, MEMBERS);
      const now = new Date();
      const values = { template: await createTemplate(ctx), ramp_minutes: 1, scheduled_at: new Date(now.getTime() + 15_000).toISOString() };
      sendIds.push(uuidOf('send', (await schedule({ ...ctx, now }, audience.id, values)).send_id));
    }
    for (const id of sendIds)
      while ((await getSend(ctx, id)).status !== 'finished') await new Promise((resolve) => setTimeout(resolve, 500));
  } finally {
    await worker.stop();
    await catcher.stop();
  }
  const rows = await db.execute<{ started: number; early: boolean }>(sql`
    select (extract(epoch from b.received_at - m.scheduled_at) * 1000)::float8 as started, b.received_at < m.scheduled_at as early
    from messages m join mailbox b on b.message_id like '%' || m.id::text || '%'
    where m.send_id in (${sql.join(
      sendIds.map((id) => sql`${id}::uuid`),
      sql`, `,
    )})`);
  if (rows.length !== SENDS * MEMBERS) throw new Error(`${rows.length} mails for ${SENDS * MEMBERS} messages`);
  const late = rows.map((row) => row.started);
  const p99 = quantile(late, 0.99);
  const early = rows.filter((row) => row.early).length;
  return [
    { what: '99 % arrive within', value: round(p99), unit: 'ms', limit: 2000, ok: p99 <= 2000 },
    { what: 'early', value: early, unit: 'messages', limit: 0, ok: early === 0 },
    { what: 'median', value: round(quantile(late, 0.5)), unit: 'ms' },
    { what: 'worst', value: round(Math.max(...late)), unit: 'ms' },
  ];
}
