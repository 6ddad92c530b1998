/**
 * Waits can number a hundred thousand for one event name, so the usual condition, `event.data.x == async.data.x` (what
 * `match: 'data.x'` turns into), is kept as text an index can find: `data.x="value"`. Anything else is left to CEL.
 */
const EQUALITY = /^event\.(data(?:\.\w+)+) == async\.\1$/;
const MAX_LEAVES = 200;

type Scalar = string | number | boolean;
const isScalar = (value: unknown): value is Scalar => ['string', 'number', 'boolean'].includes(typeof value);

// bounded, since a btree entry may hold 2,700 bytes at most
const leafText = (path: string, value: Scalar): string | null => {
  const text = `${path}=${JSON.stringify(value)}`;
  return text.length <= 500 ? text : null;
};

/** The `match` column of a wait: null when its condition is not one plain equality on a scalar. */
export function waitMatch(condition: string | undefined, event: unknown): string | null {
  const path = condition && EQUALITY.exec(condition)?.[1];
  if (!path) return null;
  let value: unknown = event;
  for (const key of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[key];
  return isScalar(value) ? leafText(path, value) : null;
}

/** Every text a wait for this event could have in `match`; null when there are too many to list. */
export function eventMatches(event: { data: unknown }): string[] | null {
  const found: string[] = [];
  const visit = (path: string, value: unknown): void => {
    if (found.length > MAX_LEAVES) return;
    if (isScalar(value)) {
      const text = leafText(path, value);
      if (text) found.push(text);
    } else if (value && typeof value === 'object' && !Array.isArray(value)) {
      for (const [key, item] of Object.entries(value)) visit(`${path}.${key}`, item);
    }
  };
  visit('data', event.data);
  return found.length > MAX_LEAVES ? null : found;
}
