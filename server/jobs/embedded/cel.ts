import { Environment } from '@marcbachmann/cel-js';

const environment = new Environment({ unlistedVariablesAreDyn: true });
type Compiled = ReturnType<Environment['parse']>;

// `if` strings of waitForEvent may be built at run time, so the cache is bounded
const CACHE = 1000;
const compiled = new Map<string, Compiled>();

function compile(expression: string): Compiled {
  const known = compiled.get(expression);
  if (known) return known;
  if (compiled.size >= CACHE) compiled.clear();
  const fresh = environment.parse(expression);
  compiled.set(expression, fresh);
  return fresh;
}

/** CEL integers are 64-bit, so whole numbers go in as BigInt: `async.data.n > 3` would not compare otherwise. */
function toCel(value: unknown): unknown {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(toCel);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toCel(item)]));
}

/** Throws with the parser's message when `expression` is not CEL. */
export function assertCel(expression: string): void {
  compile(expression);
}

/**
 * The value of a CEL expression, or undefined when it cannot be evaluated: a missing field or mismatched types is "no
 * match" to its callers, as upstream.
 */
function evaluate(expression: string, variables: Record<string, unknown>): unknown {
  try {
    return compile(expression)(toCel(variables) as Record<string, unknown>);
  } catch {
    return undefined;
  }
}

/** Whether an `if` holds. `event` is the run's own event, `async` the one that just arrived. */
export function celHolds(expression: string | undefined | null, variables: { event: unknown; async?: unknown }): boolean {
  return !expression || evaluate(expression, variables) === true;
}

/** The text of a key expression (`event.data.org`): equal values give equal texts, a value that is missing gives `null`. */
export function celKey(expression: string, event: unknown): string {
  const value = evaluate(expression, { event });
  return JSON.stringify(value ?? null, (_, item) => (typeof item === 'bigint' ? Number(item) : item));
}
