import type { Inngest } from 'inngest';
import postgres from 'postgres';
import { guardTransactions } from '@/server/db/transactions';

const BATCH = 400;
const POLL_MS = 1_000;

export type Relay = { stop(): Promise<void> };

type Row = { id: string; event_id: string; name: string; data: Record<string, unknown> };

/**
 * Sends committed outbox rows to the executor, each under its fixed event id, and marks them sent after it took them: a crash between
 * the two sends them again, and the executor drops the repeated id. Any number of relays may run.
 */
export async function startRelay(
  databaseUrl: string,
  inngest: Pick<Inngest, 'send'>,
  log: (message: string, detail?: unknown) => void,
): Promise<Relay> {
  const sql = guardTransactions(postgres(databaseUrl, { max: 2, onnotice: () => {}, connection: { application_name: 'muster relay' } }));
  let stopped = false;
  let raised = false;
  let wake = () => {};
  const raise = () => {
    raised = true;
    wake();
  };
  const listening = await sql.listen('outbox', raise);

  async function round(): Promise<number> {
    return sql.begin(async (tx) => {
      const rows = await tx<Row[]>`
        select id, event_id, name, data from outbox where sent_at is null order by id limit ${BATCH} for update skip locked`;
      if (!rows.length) return 0;
      await inngest.send(rows.map((row) => ({ id: row.event_id, name: row.name, data: row.data })));
      await tx`update outbox set sent_at = now() where id = any(${rows.map((row) => row.id)}::bigint[])`;
      return rows.length;
    });
  }

  async function work(): Promise<void> {
    while (!stopped) {
      raised = false;
      const sent = await round().catch((error) => {
        log('events could not be sent, trying again', error);
        return 0;
      });
      if (sent > 0 || raised || stopped) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, POLL_MS);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }
  const working = work();
  return {
    async stop() {
      stopped = true;
      raise();
      await working;
      await listening.unlisten();
      await sql.end({ timeout: 5 });
    },
  };
}
