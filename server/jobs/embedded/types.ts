import type postgres from 'postgres';

/** A postgres.js client with its default parsers (Drizzle replaces them: never hand the runner Drizzle's client). */
export type Sql = postgres.Sql;
/** An open transaction of that client. */
export type Tx = postgres.TransactionSql;

/** A function as the SDK declares it at sync. `maxAttempts` counts the first call: 5 means four retries. */
export type JobFunction = {
  id: string;
  maxAttempts: number;
  triggers: { event: string; expression?: string }[];
  crons: string[];
  /** At most two; `key` is a CEL expression over `event`. */
  limits: { limit: number; key?: string }[];
  /** CEL expression over `event`; a second event with the same value within 24 hours starts nothing. */
  idempotency?: string;
  cancel: { event: string; if?: string; timeout?: string }[];
};

export type Functions = ReadonlyMap<string, JobFunction>;

export type JobEvent = { id: string; name: string; ts: number; data: Record<string, unknown>; [extra: string]: unknown };
export type IncomingEvent = { id?: string; name: string; ts?: number; data?: Record<string, unknown>; [extra: string]: unknown };

/** An error as the SDK serialises it. */
export type JobError = { name: string; message: string; [extra: string]: unknown };

/** What a finished step is remembered as, in the form the SDK reads back. */
export type StepResult = { type: 'data'; data: unknown } | { type: 'error'; error: unknown };

/** One instruction in a 206 answer of the SDK or in a checkpoint. */
export type Op = {
  id: string;
  op: string;
  name?: string;
  displayName?: string;
  opts?: Record<string, unknown>;
  data?: unknown;
  error?: unknown;
};

/** A claimed row of `jobs.queue`. Ids are bigint, hence strings. */
export type Job = {
  id: string;
  claim: string;
  run_id: string;
  function_id: string;
  step_id: string;
  kind: 'exec' | 'timer';
  attempt: number;
  gen: number;
};

export type RunStatus = 'running' | 'completed' | 'failed' | 'cancelled';

export type RunRow = {
  id: string;
  function_id: string;
  status: RunStatus;
  events: JobEvent[];
  parallel: boolean;
  parent_run: string | null;
  parent_step: string | null;
};

export type Log = (message: string, detail?: unknown) => void;

/** The queue's `step_id` of a call that finds the next steps, as the protocol names it. */
export const DISCOVERY = 'step';
