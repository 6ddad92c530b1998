import type { Issue, IssueCode, IssuePath } from './issues';
import { limits } from './limits';

interface Frame {
  value: object;
  keys: string[] | null;
  next: number;
  length: number;
}

/**
 * The first check of anything that claims to be a filter: is it JSON, small, shallow and well-formed text?
 * A loop, not a recursion, and it stops at the first limit, so its cost is bounded by the limits and not by the input.
 * NUL and lone surrogates are refused because PostgreSQL's jsonb and text refuse them.
 */
export function checkInput(input: unknown): Issue | null {
  const stack: Frame[] = [];
  let bytes = 0;
  let current: unknown = input;

  const issue = (code: IssueCode, message: string): Issue => ({ path: pathOf(stack), code, message });

  for (;;) {
    if (typeof current === 'string') {
      if (current.length > limits.bytes) return issue('too_large', tooLarge);
      if (badText.test(current)) return issue('bad_text', 'text holds a NUL character or half of a surrogate pair');
      bytes += utf8Length(current) + 2;
    } else if (typeof current === 'number') {
      if (!Number.isFinite(current)) return issue('not_json', 'a number must be finite');
      bytes += String(current).length;
    } else if (typeof current === 'boolean' || current === null) {
      bytes += current === false ? 5 : 4;
    } else if (Array.isArray(current)) {
      bytes += 1 + Math.max(1, current.length);
      if (bytes > limits.bytes) return issue('too_large', tooLarge);
      stack.push({ value: current, keys: null, next: 0, length: current.length });
    } else if (isPlainObject(current)) {
      const keys = Object.keys(current);
      bytes += 1 + Math.max(1, keys.length * 4);
      if (bytes > limits.bytes) return issue('too_large', tooLarge);
      stack.push({ value: current, keys, next: 0, length: keys.length });
    } else {
      return issue('not_json', `not a JSON value (${typeof current})`);
    }
    if (bytes > limits.bytes) return issue('too_large', tooLarge);
    if (stack.length > limits.jsonDepth) return { ...issue('too_deep', `nested deeper than ${limits.jsonDepth} levels`), path: [] };

    let frame = stack.at(-1);
    while (frame && frame.next >= frame.length) {
      stack.pop();
      frame = stack.at(-1);
    }
    if (!frame) return null;
    if (frame.keys) {
      const key = frame.keys[frame.next++] as string;
      if (key.length > limits.bytes) return issue('too_large', tooLarge);
      if (badText.test(key)) return issue('bad_text', 'a key holds a NUL character or half of a surrogate pair');
      bytes += utf8Length(key);
      current = (frame.value as Record<string, unknown>)[key];
    } else {
      current = (frame.value as unknown[])[frame.next++];
    }
  }
}

const tooLarge = `a filter may be ${limits.bytes / 1024} KiB of JSON at most`;

// With the u flag, \p{Surrogate} sees only surrogates without their other half.
const badText = /\0|\p{Surrogate}/u;

function pathOf(stack: Frame[]): IssuePath {
  return stack.filter((f) => f.next > 0).map((f) => (f.keys ? (f.keys[f.next - 1] as string) : f.next - 1));
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const proto: unknown = Object.getPrototypeOf(value);
  return proto === null || proto === Object.prototype;
}

function utf8Length(text: string): number {
  let n = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // Half of a surrogate pair is 2 of its 4 bytes; other units above 0x7ff are 3.
    if (unit > 0x7ff && (unit < 0xd800 || unit > 0xdfff)) n += 2;
    else if (unit > 0x7f) n += 1;
  }
  return n;
}
