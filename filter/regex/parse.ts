import { limits } from '../limits';
import { foldCase } from './fold';
import { type CharSet, complement, digits, positive, type RegexNode, spaces, wordChars } from './tree';

type RegexResult = { node: RegexNode } | { problem: string };

class RegexError extends Error {}

/**
 * Reads a pattern with the options i, m, s and x. Accepted is what can be run in linear time and means the same everywhere:
 * characters, classes, `.`, groups, `|`, `* + ? {n,m}` (lazy or not), `^ $ \b \B \d \w \s`. Refused, with the reason:
 * back-references, look-around, named and atomic groups, Unicode properties, POSIX classes, repeats above 50.
 */
export function parseRegex(pattern: string, options: string | null): RegexResult {
  if (pattern.length > limits.regexLength) return { problem: `a pattern may be ${limits.regexLength} characters at most` };
  const flags = options ?? '';
  const strange = [...flags].find((o) => !'imsx'.includes(o));
  if (strange !== undefined) return { problem: `unknown option \`${strange}\` (i, m, s and x are known)` };
  try {
    const reader = new Reader(pattern, flags);
    const node = reader.either(0);
    if (!reader.done) return { problem: 'a `)` without its `(`' };
    if (size(node) > limits.regexStates) return { problem: 'the pattern repeats too much' };
    return { node };
  } catch (error) {
    if (error instanceof RegexError) return { problem: error.message };
    throw error;
  }
}

function size(node: RegexNode): number {
  if (node.kind === 'sequence') return node.items.reduce((n, item) => n + size(item), 1);
  if (node.kind === 'either') return node.branches.reduce((n, branch) => n + size(branch), 1);
  if (node.kind === 'repeat') return 1 + size(node.item) * Math.max(1, node.max ?? node.min + 1);
  return 1;
}

const controls: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11, a: 7, e: 27 };
const classes: Record<string, CharSet> = {
  d: digits,
  D: complement(digits),
  w: wordChars,
  W: complement(wordChars),
  s: spaces,
  S: complement(spaces),
};

class Reader {
  readonly #chars: string[];
  readonly #flags: string;
  #at = 0;

  constructor(pattern: string, flags: string) {
    this.#chars = [...pattern];
    this.#flags = flags;
  }

  get done(): boolean {
    return this.#at >= this.#chars.length;
  }

  either(depth: number): RegexNode {
    if (depth > 20) throw new RegexError('groups are nested too deep');
    const branches = [this.#sequence(depth)];
    while (this.#take('|')) branches.push(this.#sequence(depth));
    return branches.length === 1 ? (branches[0] as RegexNode) : { kind: 'either', branches };
  }

  #sequence(depth: number): RegexNode {
    const items: RegexNode[] = [];
    for (;;) {
      this.#skipLayout();
      if (this.done || this.#peek() === '|' || this.#peek() === ')') return { kind: 'sequence', items };
      const item = this.#atom(depth);
      this.#skipLayout();
      items.push(this.#repeated(item));
    }
  }

  #atom(depth: number): RegexNode {
    const c = this.#next();
    const multiline = this.#flags.includes('m');
    if (c === '^') return { kind: multiline ? 'lineStart' : 'start' };
    if (c === '$') return { kind: multiline ? 'lineEnd' : 'end' };
    if (c === '.') return { kind: 'set', set: { not: true, ranges: this.#flags.includes('s') ? [] : [[10, 10]] } };
    if (c === '(') return this.#group(depth);
    if (c === '[') return { kind: 'set', set: this.#class() };
    if (c === '\\') return this.#escape();
    if (c === '*' || c === '+' || c === '?') throw new RegexError(`nothing to repeat before \`${c}\``);
    if (c === '{' && this.#counts(this.#at - 1)) throw new RegexError('nothing to repeat before `{`');
    return this.#char(c);
  }

  #group(depth: number): RegexNode {
    if (this.#take('?')) {
      const kind = this.#next();
      if (kind === '=' || kind === '!' || (kind === '<' && (this.#peek() === '=' || this.#peek() === '!'))) {
        throw new RegexError('look-ahead and look-behind are not supported');
      }
      if (kind !== ':') throw new RegexError(`groups of the form \`(?${kind}\` are not supported`);
    } else if (this.#take('*')) throw new RegexError('verbs such as `(*...)` are not supported');
    const inner = this.either(depth + 1);
    if (!this.#take(')')) throw new RegexError('a `(` without its `)`');
    return inner.kind === 'sequence' || inner.kind === 'either' ? inner : { kind: 'sequence', items: [inner] };
  }

  #escape(): RegexNode {
    const c = this.#next('a `\\` at the end');
    if (c === 'b') return { kind: 'wordEdge' };
    if (c === 'B') return { kind: 'notWordEdge' };
    if (c === 'A') return { kind: 'start' };
    if (c === 'z') return { kind: 'end' };
    const set = Object.hasOwn(classes, c) ? classes[c] : undefined;
    return set ? { kind: 'set', set } : this.#char(String.fromCodePoint(this.#escapedChar(c)));
  }

  /** The code point of an escape inside or outside a class. */
  #escapedChar(c: string): number {
    if (c >= '1' && c <= '9') throw new RegexError(`back-references (\`\\${c}\`) are not supported`);
    if (c === 'k' || c === 'g') throw new RegexError('back-references are not supported');
    if (c === 'x') return this.#hex(2);
    if (c === 'u') return this.#hex(4);
    const control = Object.hasOwn(controls, c) ? controls[c] : undefined;
    if (control !== undefined) return control;
    if (/[A-Za-z0-9]/.test(c)) throw new RegexError(`the escape \`\\${c}\` is not supported`);
    return c.codePointAt(0) as number;
  }

  #hex(length: number): number {
    const text = this.#chars.slice(this.#at, this.#at + length).join('');
    if (!/^[0-9A-Fa-f]+$/.test(text) || text.length !== length)
      throw new RegexError(`\`\\${length === 2 ? 'x' : 'u'}\` needs ${length} hexadecimal digits`);
    this.#at += length;
    const cp = Number.parseInt(text, 16);
    if (cp === 0 || (cp >= 0xd800 && cp <= 0xdfff)) throw new RegexError('this character cannot be in a text');
    return cp;
  }

  #class(): CharSet {
    const not = this.#take('^');
    const ranges: [number, number][] = [];
    let first = true;
    for (;;) {
      const c = this.#next('a `[` without its `]`');
      if (c === ']' && !first) break;
      if (c === ']') throw new RegexError('an empty class `[]`');
      first = false;
      if (c === '[' && [':', '.', '='].includes(this.#peek())) throw new RegexError('POSIX classes such as `[:alpha:]` are not supported');
      const from = this.#classMember(c);
      if (typeof from !== 'number') {
        ranges.push(...positive(from));
        if (this.#peek() === '-' && this.#peek(1) !== ']') throw new RegexError('a class such as `\\d` cannot start a range');
        continue;
      }
      if (this.#peek() !== '-' || this.#peek(1) === ']') {
        ranges.push([from, from]);
        continue;
      }
      this.#at++;
      const to = this.#classMember(this.#next('a `[` without its `]`'));
      if (typeof to !== 'number') throw new RegexError('a class such as `\\d` cannot end a range');
      if (to < from) throw new RegexError('a range is written backwards');
      ranges.push([from, to]);
    }
    const set: CharSet = { not, ranges };
    return this.#flags.includes('i') ? foldCase(set) : set;
  }

  #classMember(c: string): number | CharSet {
    if (c !== '\\') return c.codePointAt(0) as number;
    const escaped = this.#next('a `\\` at the end');
    if (escaped === 'b') return 8;
    const set = Object.hasOwn(classes, escaped) ? classes[escaped] : undefined;
    return set ?? this.#escapedChar(escaped);
  }

  #repeated(item: RegexNode): RegexNode {
    let min = 0;
    let max: number | null = null;
    if (this.#take('*')) min = 0;
    else if (this.#take('+')) min = 1;
    else if (this.#take('?')) max = 1;
    else {
      const counts = this.#peek() === '{' ? this.#counts(this.#at) : null;
      if (!counts) return item;
      ({ min, max } = counts);
      this.#at += counts.length;
    }
    if (this.#take('+')) throw new RegexError('possessive repeats such as `*+` are not supported');
    this.#take('?');
    if (['*', '+', '?'].includes(this.#peek()) || (this.#peek() === '{' && this.#counts(this.#at)))
      throw new RegexError('a repeat of a repeat');
    if (min > limits.regexRepeat || (max ?? 0) > limits.regexRepeat) throw new RegexError(`a repeat may be ${limits.regexRepeat} at most`);
    if (max !== null && max < min) throw new RegexError('a repeat is written backwards');
    if (item.kind !== 'set' && item.kind !== 'sequence' && item.kind !== 'either')
      throw new RegexError('a position such as `^` cannot be repeated');
    return { kind: 'repeat', item, min, max };
  }

  /** `{n}`, `{n,}` or `{n,m}` at a place; any other brace is an ordinary character. */
  #counts(at: number): { min: number; max: number | null; length: number } | null {
    const m = /^\{(\d{1,9})(,(\d{0,9}))?\}/.exec(this.#chars.slice(at, at + 22).join(''));
    if (!m) return null;
    const min = Number(m[1]);
    return { min, max: m[2] === undefined ? min : m[3] ? Number(m[3]) : null, length: m[0].length };
  }

  #char(c: string): RegexNode {
    const cp = c.codePointAt(0) as number;
    const set: CharSet = { not: false, ranges: [[cp, cp]] };
    return { kind: 'set', set: this.#flags.includes('i') ? foldCase(set) : set };
  }

  /** With option x, white space and comments outside classes are layout. */
  #skipLayout(): void {
    if (!this.#flags.includes('x')) return;
    for (;;) {
      if (/^[ \t\n\v\f\r]$/.test(this.#peek())) this.#at++;
      else if (this.#peek() === '#') while (!this.done && this.#peek() !== '\n') this.#at++;
      else return;
    }
  }

  #peek(ahead = 0): string {
    return this.#chars[this.#at + ahead] ?? '';
  }

  #take(c: string): boolean {
    if (this.#peek() !== c) return false;
    this.#at++;
    return true;
  }

  #next(problem = 'the pattern ends too early'): string {
    const c = this.#chars[this.#at++];
    if (c === undefined) throw new RegexError(problem);
    return c;
  }
}
