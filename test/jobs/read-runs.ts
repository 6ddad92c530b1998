import type { JobError, RunStatus, Sql } from '@/server/jobs/embedded/types';

type RunSummary = {
  id: string;
  functionId: string;
  status: RunStatus;
  eventId: string;
  eventName: string;
  createdAt: Date;
  endedAt: Date | null;
  /** When it is next due; null for a run that ended or waits for a child. In the past: waiting for a free slot. */
  nextAt: Date | null;
  /** Calls being executed now. */
  executing: number;
  failedAttempts: number;
};

type RunDetail = RunSummary & {
  events: unknown[];
  output: unknown;
  steps: { id: string; name: string | null; op: string; done: boolean; result: unknown; createdAt: Date }[];
  errors: { stepId: string | null; name: string | null; attempt: number; error: JobError; at: Date }[];
};

/** Runs for an operator, newest first. `limit`: at most 500. */
export async function listRuns(sql: Sql, { status, limit = 50 }: { status?: RunStatus; limit?: number } = {}): Promise<RunSummary[]> {
  return [
    ...(await sql<RunSummary[]>`
      select ${summary(sql)} from jobs.runs r
      where ${status ? sql`status = ${status}` : sql`true`}
      order by created_at desc, id desc limit ${Math.min(limit, 500)}`),
  ];
}

/** One run with its steps in the order they were reached and every failed attempt; undefined when there is none. */
export async function getRun(sql: Sql, id: string): Promise<RunDetail | undefined> {
  const [run] = await sql<RunDetail[]>`select ${summary(sql)}, events, output from jobs.runs r where id = ${id}`;
  if (!run) return undefined;
  const steps = await sql<RunDetail['steps']>`
    select id, name, op, result is not null done, result, created_at "createdAt"
    from jobs.steps where run_id = ${id} order by created_at, seq`;
  const errors = await sql<RunDetail['errors']>`
    select step_id "stepId", name, attempt, error, at from jobs.errors where run_id = ${id} order by id`;
  return { ...run, steps: [...steps], errors: [...errors] };
}

const summary = (sql: Sql) => sql`
  r.id, r.function_id "functionId", r.status, r.event_id "eventId", r.events->0->>'name' "eventName",
  r.created_at "createdAt", r.ended_at "endedAt",
  (select min(run_at) from jobs.queue q where q.run_id = r.id and lease_until is null) "nextAt",
  (select count(*)::int from jobs.queue q where q.run_id = r.id and lease_until > now()) executing,
  (select count(*)::int from jobs.errors e where e.run_id = r.id) "failedAttempts"`;
