import type * as z from 'zod';
import type { Scope } from '@/contracts/scopes';
import type { Ctx } from '@/server/context';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
type Parsed<T> = T extends z.ZodType ? z.output<T> : undefined;

/**
 * One route of the public API, declared once: the wrapper parses and guards with it, the OpenAPI document and the tests are generated
 * from it. `params` refused → 404, `query` and `body` refused → 422.
 */
type Endpoint<
  P extends z.ZodType | undefined,
  Q extends z.ZodType | undefined,
  B extends z.ZodType | undefined,
  R extends z.ZodType | undefined,
> = {
  method: Method;
  /** Below the prefix, parameters as `:name`: `/audiences/:id`. */
  path: string;
  scope: Scope;
  tag: string;
  summary: string;
  description?: string;
  params?: P;
  query?: Q;
  body?: B;
  /** A body to show and to try: parsed by a test. */
  example?: unknown;
  /** The body may also be a file, as text/csv: it is read as `{csv}`; and it may have the size of one. */
  csv?: true;
  /** Absent: the answer is empty (204). */
  response?: R;
  /** The answer is a file: the handler answers its text in parts, which are sent as they come. */
  file?: { type: 'text/csv'; name: string };
  status: 200 | 201 | 202 | 204;
  /** False: a POST that only computes; it takes no Idempotency-Key. */
  mutates?: false;
  /** `ctx.db` is a transaction when the request carries an Idempotency-Key. `signal`: of a client that went away. */
  handler(
    ctx: Ctx,
    input: { params: Parsed<P>; query: Parsed<Q>; body: Parsed<B>; signal: AbortSignal },
  ): Promise<R extends z.ZodType ? z.output<R> : unknown>;
};

// biome-ignore lint/suspicious/noExplicitAny: a table holds endpoints of different shapes; each was checked where it was declared
export type AnyEndpoint = Endpoint<any, any, any, any>;

export const endpoint = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
  R extends z.ZodType | undefined = undefined,
>(
  declared: Endpoint<P, Q, B, R>,
): AnyEndpoint => declared;

export const isMutation = (e: AnyEndpoint) => e.method !== 'GET' && e.mutates !== false;
