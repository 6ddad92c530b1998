import { invalid } from '@/contracts/errors';

/** Lower case without marks, so that `sao` finds `São Paulo`. */
const folded = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Those that hold the text, names that begin with it first; the given order otherwise. */
export function search<T>(items: readonly T[], q: string | undefined, texts: (item: T) => string[]): readonly T[] {
  if (!q) return items;
  const wanted = folded(q);
  const ranked = items.flatMap((item) => {
    const places = texts(item).map((text) => folded(text).indexOf(wanted));
    if (places.every((at) => at < 0)) return [];
    return [{ item, rank: places.includes(0) ? 0 : 1 }];
  });
  return ranked.sort((a, b) => a.rank - b.rank).map((r) => r.item);
}

/** A page of a list that does not change between releases: the cursor is a place in it. @throws 422 `invalid_cursor` */
export function slicePage<T>(
  items: readonly T[],
  { limit, cursor }: { limit: number; cursor?: string },
): { data: T[]; next_cursor: string | null } {
  const at = cursor === undefined ? 0 : Number(cursor);
  if (!Number.isSafeInteger(at) || at < 0) throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
  const next = at + limit;
  return { data: items.slice(at, next), next_cursor: next < items.length ? String(next) : null };
}
