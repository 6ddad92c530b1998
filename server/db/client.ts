import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import * as ads from './schema/ads';
import * as auth from './schema/auth';
import * as automations from './schema/automations';
import * as campaigns from './schema/campaigns';
import * as contacts from './schema/contacts';
import * as custom from './schema/custom';
import * as hooks from './schema/hooks';
import * as membership from './schema/membership';
import * as platform from './schema/platform';
import * as records from './schema/records';
import * as reports from './schema/reports';
import * as sends from './schema/sends';
import * as tracking from './schema/tracking';
import { guardTransactions } from './transactions';

export const schema = {
  ...ads,
  ...auth,
  ...automations,
  ...campaigns,
  ...contacts,
  ...hooks,
  ...custom,
  ...membership,
  ...records,
  ...reports,
  ...sends,
  ...tracking,
  ...platform,
};

export type Database = PostgresJsDatabase<typeof schema> & { $client: postgres.Sql };
/** What verbs run SQL on: the pool, or a transaction of it. */
export type Executor = Pick<Database, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | 'execute' | 'transaction' | 'query'>;

type PoolOptions = { max?: number; name?: string; connectSeconds?: number; idleInTransactionMs?: number };

/**
 * Opens a pool. `jit=off`: with JIT a statement timeout does not stop a wide filter. `random_page_cost`: of a disk without a head, which
 * servers still assume, and then read lists whole where an index would do. Timestamps in raw queries come back as strings
 * and JSON parameters go in as strings: drizzle replaces postgres.js's parsers. A process that was suspended in the middle of a transaction
 * holds its locks no longer than `idleInTransactionMs`: the server ends the transaction, so that others go on.
 */
export function openDatabase(url: string, options: PoolOptions = {}): Database {
  const client = guardTransactions(
    postgres(url, {
      max: options.max ?? 10,
      connect_timeout: options.connectSeconds ?? 30,
      onnotice: () => {},
      connection: {
        application_name: options.name ?? 'muster',
        jit: 'off',
        random_page_cost: '1.1',
        TimeZone: 'UTC',
        idle_in_transaction_session_timeout: String(options.idleInTransactionMs ?? 60_000),
      } as Record<string, string>,
    }),
  );
  return drizzle(client, { schema }) as Database;
}

const holder = globalThis as typeof globalThis & { musterDatabase?: Database };

/** The process's pool, opened on first use from DATABASE_URL. Next bundles routes apart, hence the global. */
export function database(): Database {
  if (!holder.musterDatabase) {
    const url = process.env.DATABASE_URL;
    if (!url) throw new Error('DATABASE_URL is not set: start Muster with `npm start`, which sets it');
    holder.musterDatabase = openDatabase(url);
  }
  return holder.musterDatabase;
}
