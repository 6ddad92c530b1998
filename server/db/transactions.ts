import type postgres from 'postgres';

/**
 * Makes `begin` hold what it promises when its connection is lost on the way. postgres.js 3.4 rejects the transaction, but lets its callback
 * go on: later statements then run, and commit, on the next connection outside of any transaction, and its ROLLBACK lands on that
 * connection, or on a socket that is null, which ends the process (porsager/postgres issues 1066, 1155, 1208). Here every later
 * statement is refused, and neither COMMIT nor ROLLBACK follows: the server has rolled back when the connection went.
 */
export function guardTransactions<T extends postgres.Sql>(client: T): T {
  const begin = client.begin.bind(client) as unknown as Begin;
  client.begin = (async (...args: [string, Work] | [Work]) => {
    const life = { lost: false };
    const work = args.at(-1) as Work;
    const inside: Work = (tx) => watched(life, () => work(guarded(tx, life)));
    const result = args.length === 2 ? begin(args[0] as string, inside) : begin(inside);
    return result.catch((error: unknown) => {
      life.lost = true;
      throw error;
    });
  }) as unknown as T['begin'];
  return client;
}

type Tx = postgres.TransactionSql;
type Work = (tx: Tx) => unknown;
type Begin = (...args: [string, Work] | [Work]) => Promise<unknown>;
type Life = { lost: boolean };

/** Never settles once the connection is gone: settling would send COMMIT or ROLLBACK to whoever has the connection then. */
async function watched(life: Life, run: () => unknown): Promise<unknown> {
  try {
    const result = await run();
    return life.lost ? await never : result;
  } catch (error) {
    if (life.lost || isLost(error)) return never;
    throw error;
  }
}

const never = new Promise<never>(() => {});

function guarded(tx: Tx, life: Life): Tx {
  const check = () => {
    if (life.lost) throw Object.assign(new Error('the connection of this transaction was lost'), { code: 'CONNECTION_CLOSED' });
  };
  return new Proxy(tx, {
    apply(target, self, args) {
      check();
      return Reflect.apply(target, self, args);
    },
    get(target, name, self) {
      if (name === 'unsafe') check();
      if (name !== 'savepoint') return Reflect.get(target, name, self);
      return (...args: [string, Work] | [Work]) => {
        check();
        const work = args.at(-1) as Work;
        const inside: Work = (inner) => watched(life, () => work(guarded(inner, life)));
        const savepoint = target.savepoint as unknown as Begin;
        return args.length === 2 ? savepoint(args[0] as string, inside) : savepoint(inside);
      };
    },
  });
}

/** Whether the connection went, by the driver's word or by the server's last one (57P01–03: shut down, crashed; 25P03: idle for too long), also inside drizzle's wrapper. */
function isLost(error: unknown): boolean {
  for (let e = error as { code?: unknown; cause?: unknown } | null | undefined; e; e = e.cause as typeof e)
    if (typeof e.code === 'string' && /^(CONNECTION_|ECONNRESET|EPIPE|57P0[123]|25P03)/.test(e.code)) return true;
  return false;
}
