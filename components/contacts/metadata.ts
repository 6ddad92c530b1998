type Parsed = { ok: Record<string, unknown>; error?: undefined } | { ok?: undefined; error: string };

/** The text of the metadata box as an object; an empty box is an empty object. */
export function parseMetadata(text: string): Parsed {
  if (!text.trim()) return { ok: {} };
  try {
    const value: unknown = JSON.parse(text);
    if (value && typeof value === 'object' && !Array.isArray(value)) return { ok: value as Record<string, unknown> };
    return { error: 'This is JSON, but not an object: it needs { and } around its keys.' };
  } catch (error) {
    return { error: `Not JSON yet: ${(error as Error).message}` };
  }
}

/** What to send so that `before` becomes `after`: the API merges keys, and null removes one. */
export function metadataPatch(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const removed = Object.keys(before).filter((key) => !Object.hasOwn(after, key));
  return { ...after, ...Object.fromEntries(removed.map((key) => [key, null])) };
}
