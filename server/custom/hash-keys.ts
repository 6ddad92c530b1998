import { createHash } from 'node:crypto';
import type { MatchKind } from '@/contracts/custom';
import type { KeyValue, UploadRow } from '@/contracts/custom-upload';

/** A row as it is kept: an id made from its hashes, and one hash (hexadecimal) for each key it has. */
export type HashedRow = { line: number; id: string; keys: [kind: MatchKind, hash: string][] };

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Name and country as one key: compatibility form, lower case, letters and digits only, so that `Ms. Zoë O’Neil` and `ms zoe o'neil`
 * differ by their accents alone. Null when nothing is left of the name.
 */
export function nameKey(name: string, country: string): string | null {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim();
  return plain ? `${plain}|${country.toUpperCase()}` : null;
}

/** Everything of a row that people are recognised by, hashed; what was uploaded as a hash stays as it is. Null when nothing is left. */
export function hashRow(row: UploadRow): HashedRow | null {
  const keys: HashedRow['keys'] = [];
  const add = (kind: MatchKind, value: KeyValue | undefined) => value && keys.push([kind, value.hash ?? sha256(value.text)]);
  add('email', row.email);
  add('phone', row.phone);
  add('external_id', row.external_id);
  const name = row.name && row.country ? nameKey(row.name, row.country) : null;
  if (name) keys.push(['name_country', sha256(name)]);
  if (!keys.length) return null;
  const id = sha256(keys.map((key) => key.join(':')).join('|')).slice(0, 32);
  return { line: row.line, id, keys };
}
