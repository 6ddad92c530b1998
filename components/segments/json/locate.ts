import type { Json } from '@/filter/ast';

/*
 * JSON with places: strict reading that remembers where every value and key stands, so that an issue's JSON path becomes a range of the
 * text, and a mistake of grammar is marked where it is. JSON.parse knows neither, and keeps only the last of two equal keys in silence.
 */

interface Range {
  from: number;
  to: number;
}
interface Located extends Range {
  value: Json;
  /** Members of an object or array, by key or index. */
  members: Map<string | number, { key: Range | null; node: Located }>;
}
export type Mark = Range & { message: string };
export type LocateResult = { ok: true; root: Located } | { ok: false; mark: Mark };

class Grammar extends Error {
  constructor(readonly mark: Mark) {
    super(mark.message);
  }
}

const numberAt = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids them unescaped
const textAt = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const wordAt = /[A-Za-z_$][\w$.-]*/y;
const maxDepth = 100;

/** Reads one JSON value, or says what is wrong and where. Offsets are UTF-16 units, as in an editor. */
export function locate(text: string): LocateResult {
  let at = 0;

  const fail = (message: string, from = at, to = Math.min(text.length, from + 1)): never => {
    throw new Grammar({ from, to: Math.max(from, to), message });
  };
  const skip = () => {
    while (at < text.length && ' \t\n\r'.includes(text[at] as string)) at++;
  };
  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };

  function value(depth: number): Located {
    skip();
    const from = at;
    const made = (value: Json): Located => ({ from, to: at, value, members: new Map() });
    const char = text[at];
    if (depth > maxDepth) return fail('nested too deep');
    if (char === undefined) return fail('a value is missing here', Math.max(0, text.trimEnd().length - 1), text.length);
    if (char === '{') return object(from, depth);
    if (char === '[') return array(from, depth);
    if (char === '"') return made(string());
    const number = take(numberAt);
    if (number !== null) return made(Number(number));
    const word = take(wordAt);
    if (word === 'true' || word === 'false') return made(word === 'true');
    if (word === 'null') return made(null);
    if (word !== null) return fail(`text stands in double quotes: "${word}"`, from, at);
    if (char === "'") return fail('text stands in double quotes', from);
    if (char === ',' || char === ']' || char === '}') return fail(`a value is missing before \`${char}\``, from);
    return fail(`\`${char}\` cannot stand here`, from);
  }

  function string(): string {
    const from = at;
    const found = take(textAt);
    if (found === null) {
      const end = text.indexOf('\n', from);
      return fail('this text is not closed, or holds a character that must be escaped', from, end < 0 ? text.length : end);
    }
    return JSON.parse(found) as string;
  }

  function object(from: number, depth: number): Located {
    at++;
    const members: Located['members'] = new Map();
    const entries: [string, Json][] = [];
    skip();
    if (text[at] === '}') return close();
    for (;;) {
      skip();
      const keyFrom = at;
      if (text[at] === '}') fail('a comma too many', text.lastIndexOf(',', at));
      if (text[at] !== '"') {
        const word = take(wordAt);
        if (word !== null) fail(`a name stands in double quotes: "${word}"`, keyFrom, at);
        fail('a name in double quotes is expected here', keyFrom);
      }
      const key = string();
      const range = { from: keyFrom, to: at };
      if (members.has(key)) fail(`\`${key}\` is written twice here: JSON would keep only the last`, keyFrom, at);
      skip();
      if (text[at] !== ':') fail('a colon is missing after the name', keyFrom, range.to);
      at++;
      const node = value(depth + 1);
      members.set(key, { key: range, node });
      entries.push([key, node.value]);
      if (!more('}')) return close();
    }
    function close(): Located {
      at++;
      return { from, to: at, value: Object.fromEntries(entries), members };
    }
  }

  function array(from: number, depth: number): Located {
    at++;
    const members: Located['members'] = new Map();
    const items: Json[] = [];
    const close = (): Located => {
      at++;
      return { from, to: at, value: items, members };
    };
    skip();
    if (text[at] === ']') return close();
    for (;;) {
      const node = value(depth + 1);
      members.set(items.length, { key: null, node });
      items.push(node.value);
      if (!more(']')) return close();
    }
  }

  /** After a member: true at a comma, false at the end of its container. */
  function more(end: ']' | '}'): boolean {
    const after = at;
    skip();
    if (text[at] === end) return false;
    if (text[at] === undefined) fail(`\`${end}\` is missing at the end`, Math.max(0, after - 1), text.length);
    if (text[at] !== ',') fail('a comma is missing before this');
    at++;
    return true;
  }

  try {
    const root = value(0);
    skip();
    if (at < text.length) fail('nothing may follow the filter', at, text.length);
    return { ok: true, root };
  } catch (error) {
    if (error instanceof Grammar) return { ok: false, mark: error.mark };
    throw error;
  }
}

/** Where a JSON path stands: the name of a member, the value of an array's element; as far as the path leads. */
export function rangeOf(root: Located, path: readonly (string | number)[]): Range {
  let node = root;
  let range: Range = { from: root.from, to: Math.min(root.to, root.from + 1) };
  for (const part of path) {
    const member = node.members.get(part);
    if (!member) break;
    range = member.key ?? { from: member.node.from, to: member.node.to };
    node = member.node;
  }
  return range;
}
