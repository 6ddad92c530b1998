import type { Issue } from '@/contracts/errors';

const maxDepth = 32;

type Level = { keys: Set<string> | null; at: string | number; wantsKey: boolean };

/**
 * What `JSON.parse` lets pass and we do not: deeper than 32 levels, a key twice in one object (which one counts is up to the parser),
 * `__proto__`, and strings that PostgreSQL cannot hold (NUL, lone surrogates). One pass over the text, before anything is built from
 * it; text that is no JSON at all is left to `JSON.parse`.
 */
export function checkJson(text: string): Issue | null {
  const levels: Level[] = [];
  const here = () => levels.map((level) => level.at).filter((at) => at !== '');
  for (let i = 0; i < text.length; i++) {
    const top = levels.at(-1);
    switch (text[i]) {
      case '{':
      case '[': {
        if (levels.length === maxDepth) return { path: here(), code: 'too_deep', message: `nested deeper than ${maxDepth} levels` };
        const isObject = text[i] === '{';
        levels.push({ keys: isObject ? new Set() : null, at: isObject ? '' : 0, wantsKey: isObject });
        break;
      }
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (top?.keys) top.wantsKey = true;
        else if (typeof top?.at === 'number') top.at++;
        break;
      case '"': {
        const end = endOfString(text, i);
        const value = decode(text.slice(i, end + 1));
        i = end;
        if (value === null) return null;
        if (top?.wantsKey) {
          top.wantsKey = false;
          top.at = value;
          if (top.keys?.has(value))
            return { path: here(), code: 'duplicate_key', message: `the key \`${value}\` stands twice in one object` };
          if (value === '__proto__') return { path: here(), code: 'invalid_key', message: 'the key `__proto__` is not allowed' };
          top.keys?.add(value);
        }
        if (value.includes('\0')) return { path: here(), code: 'invalid_text', message: 'text may not contain NUL' };
        if (!value.isWellFormed()) return { path: here(), code: 'invalid_text', message: 'text may not contain half of a surrogate pair' };
      }
    }
  }
  return null;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i;
}

// Only an escape can smuggle in what is checked here, and only then is decoding worth its time.
function decode(literal: string): string | null {
  if (!literal.includes('\\')) return literal.slice(1, -1);
  try {
    return JSON.parse(literal);
  } catch {
    return null;
  }
}
