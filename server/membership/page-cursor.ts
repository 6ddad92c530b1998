import { invalid } from '@/contracts/errors';

/** A place in a list of stays: microseconds are not kept, so an instant and a number that decides among equals. */
type Place = { at: string; id: number };

export const toCursor = ({ at, id }: Place): string => Buffer.from(`${at} ${id}`).toString('base64url');

/** @throws 422 when it is not a cursor of such a list */
export function fromCursor(cursor: string | undefined): Place | null {
  if (cursor === undefined) return null;
  const [at = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split(' ');
  if (Number.isNaN(Date.parse(at)) || !/^\d{1,15}$/.test(id)) throw invalid(['cursor'], 'invalid_cursor', 'not a cursor of this list');
  return { at: new Date(at).toISOString(), id: Number(id) };
}
