import postgres from 'postgres';

type CaughtMessage = {
  orgId: string | null;
  userId?: string | null;
  channel: 'email' | 'sms';
  from: string;
  to: string;
  subject: string;
  messageId: string | null;
  raw: string;
};

export type MailStore = {
  /** Resolves once the message is committed. An SMS whose key is already there is not stored again. */
  store(message: CaughtMessage): Promise<void>;
  /** Writes what waits, then closes. */
  close(): Promise<void>;
};

const batch = 500;

/**
 * Writes messages in batches: while one commit is under way, the next batch gathers, so many connections share each commit.
 * @param keep how many messages of the mailbox to keep; older ones are deleted now and then
 */
export function openMailStore(databaseUrl: string, keep: number, log: (line: string) => void): MailStore {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {}, connection: { application_name: 'muster catcher' } });
  let waiting: { message: CaughtMessage; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let writing: Promise<void> | null = null;
  const pruneEvery = Math.max(20, keep / 25);
  let sincePrune = 0;

  async function write(): Promise<void> {
    while (waiting.length) {
      const now = waiting.splice(0, batch);
      try {
        const rows = now.map(({ message: m }) => ({
          org_id: m.orgId,
          user_id: m.userId ?? null,
          channel: m.channel,
          from_address: m.from,
          to_address: m.to,
          subject: m.subject,
          message_id: m.messageId,
          raw: m.raw,
        }));
        await sql`insert into mailbox ${sql(rows)} on conflict do nothing`;
        for (const { resolve } of now) resolve();
        sincePrune += now.length;
      } catch (error) {
        for (const { reject } of now) reject(error);
      }
      if (sincePrune >= pruneEvery) await prune();
    }
    writing = null;
  }

  async function prune(): Promise<void> {
    sincePrune = 0;
    try {
      await sql`delete from mailbox where id <= (select id from mailbox order by id desc offset ${keep} limit 1)`;
    } catch (error) {
      log(`The mailbox could not be pruned: ${(error as Error).message}`);
    }
  }

  return {
    store: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ message, resolve, reject });
        writing ??= write();
      }),
    async close() {
      await writing;
      await sql.end({ timeout: 5 });
      waiting = [];
    },
  };
}
