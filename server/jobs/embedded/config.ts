import * as z from 'zod';
import { assertCel } from './cel';
import { nextCron } from './cron';
import { moment } from './duration';
import type { JobFunction } from './types';

/** Options of an Inngest function that this runner would have to ignore, so it refuses to start. */
const NOT_IMPLEMENTED = ['rateLimit', 'throttle', 'debounce', 'batchEvents', 'priority', 'singleton', 'timeouts'] as const;
const IMPLEMENTED = new Set(['id', 'name', 'triggers', 'steps', 'concurrency', 'idempotency', 'cancel']);
const DEFERRED = 'inngest/deferred.schedule';
const DEFAULT_RETRIES = 4;
const MAX_LIMITS = 2;

const limit = z.object({ limit: z.number().int().positive(), key: z.string().optional(), scope: z.string().optional() });
const declared = z.looseObject({
  id: z.string(),
  triggers: z.array(z.object({ event: z.string(), expression: z.string().optional() }).or(z.looseObject({ cron: z.string() }))),
  steps: z.object({ step: z.object({ retries: z.object({ attempts: z.number().int().nonnegative() }).optional() }) }),
  concurrency: z.union([z.number().int().nonnegative(), limit, z.array(limit)]).optional(),
  idempotency: z.string().optional(),
  cancel: z.array(z.object({ event: z.string(), if: z.string().optional(), timeout: z.string().optional() })).optional(),
});

/**
 * The functions of an in-band sync answer, checked: an option this runner does not implement, a pattern or an expression
 * that does not parse, all stop the start. Silently ignoring `throttle` would be the worst answer to it.
 */
export function checkFunctions(body: unknown): Map<string, JobFunction> {
  const { functions } = z.object({ functions: z.array(z.unknown()) }).parse(body);
  return new Map(functions.map((raw) => checkFunction(raw)).map((fn) => [fn.id, fn]));
}

function checkFunction(raw: unknown): JobFunction {
  const parsed = declared.safeParse(raw);
  const id = (raw as { id?: unknown }).id;
  if (!parsed.success) throw new Error(`function ${String(id)}: its configuration is not understood: ${z.prettifyError(parsed.error)}`);
  const fn = parsed.data;
  for (const option of Object.keys(fn)) {
    if (IMPLEMENTED.has(option) || fn[option] == null) continue;
    const known = (NOT_IMPLEMENTED as readonly string[]).includes(option);
    throw new Error(`function ${fn.id} uses ${option}, which the embedded runner ${known ? 'does not implement' : 'does not know'}`);
  }
  if (fn.triggers.some((trigger) => trigger.event === DEFERRED)) {
    throw new Error(`function ${fn.id} was made by createDefer, which the embedded runner does not implement`);
  }
  const checked: JobFunction = {
    id: fn.id,
    maxAttempts: (fn.steps.step.retries?.attempts ?? DEFAULT_RETRIES) + 1,
    triggers: fn.triggers.filter((trigger) => 'event' in trigger) as JobFunction['triggers'],
    crons: fn.triggers.flatMap((trigger) => ('cron' in trigger ? [checkCron(fn.id, trigger)] : [])),
    limits: checkLimits(fn.id, fn.concurrency),
    idempotency: fn.idempotency,
    cancel: fn.cancel ?? [],
  };
  const expressions = [
    ...checked.triggers.map((trigger) => trigger.expression),
    ...checked.cancel.map((cancel) => cancel.if),
    ...checked.limits.map((each) => each.key),
    checked.idempotency,
  ];
  for (const expression of expressions) if (expression) check(fn.id, `the expression ${expression}`, () => assertCel(expression));
  for (const { timeout } of checked.cancel) if (timeout) check(fn.id, 'a cancelOn timeout', () => moment(timeout));
  return checked;
}

function checkLimits(id: string, concurrency: z.infer<typeof declared>['concurrency']): JobFunction['limits'] {
  const list = [concurrency ?? []].flat().map((each) => (typeof each === 'number' ? { limit: each } : each));
  if (list.length > MAX_LIMITS) throw new Error(`function ${id} has ${list.length} concurrency constraints; the most is ${MAX_LIMITS}`);
  for (const { scope } of list) {
    if (scope && scope !== 'fn') {
      throw new Error(`function ${id} uses concurrency with scope ${scope}, which the embedded runner does not implement`);
    }
  }
  // upstream reads 0 as "no limit"
  return list.filter((each) => each.limit > 0).map(({ limit, key }) => ({ limit, key }));
}

function checkCron(id: string, trigger: Record<string, unknown> & { cron: string }): string {
  if (trigger.jitter) throw new Error(`function ${id} uses jitter on a cron trigger, which the embedded runner does not implement`);
  check(id, `the cron pattern ${trigger.cron}`, () => nextCron(trigger.cron, new Date()));
  return trigger.cron;
}

function check(id: string, what: string, attempt: () => unknown): void {
  try {
    attempt();
  } catch (error) {
    throw new Error(`function ${id}: ${what} is not valid: ${(error as Error).message}`, { cause: error });
  }
}
