import type { Issue } from './errors';
import { limits } from './limits';
import { isStorable } from './text';

const maxDepth = 32;

/** What PostgreSQL's `jsonb` or a JavaScript object literal would not take as it is; each with its path from the object's root. */
export function metadataIssues(metadata: Record<string, unknown>): Issue[] {
  const issues: Issue[] = [];
  visit(metadata, [], issues);
  if (!issues.length) {
    const bytes = new TextEncoder().encode(JSON.stringify(metadata)).length;
    if (bytes > limits.metadataBytes)
      issues.push({ path: [], code: 'too_large', message: `${bytes} bytes of metadata: at most ${limits.metadataBytes} are kept` });
  }
  return issues;
}

function visit(value: unknown, path: (string | number)[], issues: Issue[]): void {
  const wrong = (code: string, message: string) => issues.push({ path, code, message });
  if (issues.length >= 20) return;
  if (path.length > maxDepth) return void wrong('too_deep', `metadata is nested deeper than ${maxDepth} levels`);
  if (typeof value === 'string') {
    if (!isStorable(value)) wrong('invalid_text', 'text with NUL or half of a surrogate pair cannot be stored');
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) wrong('invalid_number', 'not a number that JSON has');
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) visit(item, [...path, i], issues);
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      if (key === '__proto__') issues.push({ path: [...path, key], code: 'invalid_key', message: '__proto__ cannot be a key' });
      else if (!isStorable(key))
        issues.push({
          path: [...path, toShow(key)],
          code: 'invalid_key',
          message: 'a key with NUL or half of a surrogate pair cannot be stored',
        });
      else visit((value as Record<string, unknown>)[key], [...path, key], issues);
    }
  } else if (typeof value !== 'boolean' && value !== null) wrong('invalid_value', 'not a JSON value');
}

const toShow = (key: string) => key.toWellFormed().replaceAll('\0', '\ufffd');
