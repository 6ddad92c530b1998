import postgres from 'postgres';
import { guardTransactions } from '@/server/db/transactions';
import { checkpoint } from './checkpoint';
import { claim, dueIn, heartbeat } from './claim';
import { commit, commitExhausted, commitTimer } from './commit';
import { checkFunctions } from './config';
import { fireCrons, syncCrons } from './cron';
import { upstreamBackoff } from './duration';
import { WAKE } from './enqueue';
import { callFunction, type Handler, loadRun, type Outcome, syncFunctions } from './execute';
import { answer } from './fetch';
import { finishRun } from './finish-run';
import { ingest } from './ingest';
import { prune } from './prune';
import { notImplemented } from './report';
import { applySchema } from './schema.sql';
import { Signal } from './signal';
import { sqlState, transaction } from './transaction';
import type { Functions, IncomingEvent, Job, Log, Op, Sql } from './types';

export type RunnerOptions = {
  /** Where the state is kept; the runner opens, and ends, its own client. */
  databaseUrl?: string;
  /** Or a postgres.js client of yours, with default parsers, that you end. */
  sql?: Sql;
  /** `serve({client, functions})` of `inngest/edge`; the client needs `isDev: true` and `fetch: runner.fetch`. */
  handler: Handler;
  /** Calls executed at once by this process. Default 20. */
  maxConcurrent?: number;
  /** How long a dead process keeps what it held. Default 30,000 ms. Renewed three times as often. */
  leaseMs?: number;
  /** The longest sleep between two looks at the queue, should a notification be lost. Default 1,000 ms. */
  pollMs?: number;
  /** Milliseconds to wait after failed attempt n (0-based). Default: upstream's, 15 s to 2 h. */
  backoff?: (attempt: number) => number;
  /** Days to keep ended runs and events. Default 14. */
  retentionDays?: number;
  log?: Log;
};

type Active = { job: Job; done: Promise<void>; yielded: boolean };

const PRUNE_EVERY_MS = 3_600_000;
const DUE_ELSEWHERE_MS = 5;
const COMMIT_TRIES = 4;
// data exceptions, constraint and limit errors: this result can never be stored, so trying again is no use
const PERMANENT = /^(22|23|54)/;

/**
 * Runs Inngest functions without an Inngest server: it speaks the server's side of the protocol to the SDK's own handler,
 * in process, and keeps every state in Postgres. Several processes may run it on one database. Steps are executed at
 * least once: exactly once unless a process dies, or stalls longer than its lease, in the middle of one.
 */
export class EmbeddedRunner {
  private readonly options: Required<Omit<RunnerOptions, 'databaseUrl' | 'sql'>>;
  private readonly sql: Sql;
  private readonly ownsClient: boolean;
  private readonly active = new Map<string, Active>();
  private readonly wake = new Signal();
  private functions: Functions = new Map();
  private state: 'new' | 'running' | 'stopping' = 'new';
  private loop = Promise.resolve();
  private timers: NodeJS.Timeout[] = [];
  private listener?: postgres.ListenMeta;

  constructor({ databaseUrl, sql, ...rest }: RunnerOptions) {
    if (!sql && !databaseUrl) throw new Error('the embedded runner needs databaseUrl or sql');
    this.ownsClient = !sql;
    this.sql =
      sql ?? guardTransactions(postgres(databaseUrl ?? '', { max: 10, onnotice: () => {}, connection: { application_name: 'jobs' } }));
    this.options = {
      maxConcurrent: 20,
      leaseMs: 30_000,
      pollMs: 1000,
      backoff: upstreamBackoff,
      retentionDays: 14,
      log: (message, detail) => console.error(`[jobs] ${message}`, detail ?? ''),
      ...rest,
    };
  }

  /** The `fetch` of the Inngest client: its events and checkpoints come here and never leave the process. */
  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    try {
      const backend = { send: (events: IncomingEvent[]) => this.send(events), checkpoint: this.checkpoint };
      return await answer(backend, new Request(input, init));
    } catch (error) {
      this.options.log('a call of the SDK failed', error);
      return Response.json({ status: 500, error: (error as Error).message }, { status: 500 });
    }
  };

  /** Reads and checks the functions, creates the tables, and begins to work. Throws on an option it does not implement. */
  async start(): Promise<this> {
    if (this.state !== 'new') throw new Error('the embedded runner has been started already');
    this.functions = checkFunctions(await syncFunctions(this.options.handler));
    await applySchema(this.sql);
    await syncCrons(this.sql, this.functions);
    this.listener = await this.sql.listen(WAKE, () => this.wake.raise());
    this.state = 'running';
    this.every(this.options.leaseMs / 3, 'heartbeat', () => this.beat());
    this.every(PRUNE_EVERY_MS, 'prune', () => prune(this.sql, this.options.retentionDays));
    this.loop = this.work();
    return this;
  }

  /** Stops taking work and waits for the steps in flight; what comes after them stays queued, at no attempt's cost. */
  async stop(): Promise<void> {
    this.state = 'stopping';
    this.wake.raise();
    await this.loop;
    await Promise.all([...this.active.values()].map((each) => each.done));
    for (const timer of this.timers) clearInterval(timer);
    await this.listener?.unlisten();
    if (this.ownsClient) await this.sql.end();
  }

  /**
   * Takes events in and returns their ids. Refused before `start()`: the functions they trigger would not be known yet,
   * and the events would be lost.
   */
  async send(events: IncomingEvent[]): Promise<string[]> {
    if (this.state === 'new') throw new Error('the embedded runner has not been started');
    const ids = await transaction(this.sql, (tx) => ingest(tx, this.functions, events));
    this.wake.raise();
    return ids;
  }

  private readonly checkpoint = async (runId: string, item: string, ops: Op[]): Promise<boolean> => {
    const result = await checkpoint(this.sql, runId, item, ops, this.options.leaseMs);
    if (result.kind === 'refused') {
      await transaction(this.sql, async (tx) => {
        const emitted = await finishRun(tx, this.functions, runId, { status: 'failed', error: notImplemented(result.op) });
        if (emitted.length > 0) await ingest(tx, this.functions, emitted);
      });
    }
    if (result.kind !== 'ok') return false;
    // stopping: the step is safe, so the SDK is told to stop here and the rest of the run is left to the next process
    const held = this.state === 'stopping' && this.active.get(item.split(':')[0] ?? '');
    if (held) held.yielded = true;
    return !held;
  };

  private every(ms: number, what: string, action: () => Promise<void>): void {
    this.timers.push(setInterval(() => action().catch((error) => this.options.log(`${what} failed`, error)), ms).unref());
  }

  private beat(): Promise<void> {
    return heartbeat(
      this.sql,
      [...this.active.values()].map((each) => each.job),
      this.options.leaseMs,
    );
  }

  private async work(): Promise<void> {
    while (this.state === 'running') {
      this.wake.lower();
      const wait = await this.round().catch((error) => {
        this.options.log('looking for work failed', error);
        return this.options.pollMs;
      });
      if (wait > 0 && this.state === 'running') await this.wake.wait(wait);
    }
  }

  /** Starts what is due; returns the milliseconds until the next look, 0 for at once. */
  private async round(): Promise<number> {
    await fireCrons(this.sql, this.functions);
    const free = this.options.maxConcurrent - this.active.size;
    // the end of any call in flight raises the signal
    if (free <= 0) return this.options.pollMs;
    const jobs = await claim(this.sql, this.functions, { free, leaseMs: this.options.leaseMs, active: [...this.active.keys()] });
    for (const job of jobs) this.launch(job);
    if (jobs.length > 0) return 0;
    const due = await dueIn(this.sql, this.functions);
    // rounded up, so that the look is not made too early; what is due already is in another process's hands just now
    return Math.min(this.options.pollMs, due === undefined ? this.options.pollMs : due <= 0 ? DUE_ELSEWHERE_MS : Math.ceil(due));
  }

  private launch(job: Job): void {
    const entry: Active = { job, yielded: false, done: Promise.resolve() };
    this.active.set(job.id, entry);
    entry.done = this.execute(entry)
      .catch((error) => this.options.log(`${job.function_id}: a call could not be committed; its lease will lapse`, error))
      .finally(() => {
        this.active.delete(job.id);
        this.wake.raise();
      });
  }

  private async execute(entry: Active): Promise<void> {
    const { job } = entry;
    if (job.kind === 'timer') return transaction(this.sql, (tx) => commitTimer(tx, job));
    const fn = this.functions.get(job.function_id);
    const loaded = fn && (await loadRun(this.sql, job.run_id));
    if (!fn || !loaded) return;
    if (job.attempt >= fn.maxAttempts) return transaction(this.sql, (tx) => commitExhausted(tx, this.functions, job));
    const outcome = await callFunction(this.options.handler, fn, job, loaded);
    await this.store(outcome, entry);
  }

  /** Commits; a broken connection is tried again, since the step has run and only its result is at stake. */
  private async store(outcome: Outcome, entry: Active): Promise<void> {
    const { job } = entry;
    const fn = this.functions.get(job.function_id);
    if (!fn) return;
    const write = (what: Outcome) =>
      transaction(this.sql, (tx) =>
        commit(tx, job, fn, what, { functions: this.functions, backoff: this.options.backoff, yielded: entry.yielded }),
      );
    for (let attempt = 1; ; attempt++) {
      try {
        const held = await write(outcome);
        if (!held) this.options.log(`${job.function_id}: run ${job.run_id} ended or was taken over; this result is dropped`);
        return;
      } catch (error) {
        const state = sqlState(error);
        if (state && PERMANENT.test(state)) {
          const { name, message } = error as Error;
          const failure = { name, message: `the result could not be stored: ${message}` };
          await write({ kind: 'error', error: failure, noRetry: false, retryAfter: null });
          return;
        }
        if (attempt === COMMIT_TRIES) throw error;
        this.options.log(`${job.function_id}: committing failed, trying again`, error);
        await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
      }
    }
  }
}
