import { invalid } from '@/contracts/errors';
import { decodeId, type IdKind } from '@/contracts/ids';
import type { Page } from '@/contracts/page';

/**
 * Lists run newest first by id (uuid v7, so by creation), and the cursor is the public id of the last one shown: rows that come or go
 * between two pages neither repeat nor hide another. Undefined for the first page; 422 when the cursor is not one of this kind.
 */
export function cursorId(kind: IdKind, cursor: string | undefined): string | undefined {
  if (cursor === undefined) return undefined;
  const id = decodeId(kind, cursor);
  if (!id) throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
  return id;
}

/** `rows`: up to `limit + 1` of them, the last one only telling that there are more. */
export function pageFrom<Row, Item>(rows: Row[], limit: number, show: (row: Row) => Item, id: (item: Item) => string): Page<Item> {
  const data = rows.slice(0, limit).map(show);
  const last = data.at(-1);
  return { data, next_cursor: rows.length > limit && last !== undefined ? id(last) : null };
}

/** A `LIKE` pattern that finds the text anywhere, with its own wildcards taken literally. */
export const containing = (text: string): string => `%${text.replace(/[\\%_]/g, '\\$&')}%`;
