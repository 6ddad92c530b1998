import { type CharSet, positive, type RegexNode } from './tree';

/**
 * The same pattern as a PostgreSQL regular expression (ARE) for `~`. Every character outside [0-9A-Za-z] is written as an
 * escape and every class as ranges, so no flag, locale or option of PostgreSQL's can change the meaning.
 */
export function toPostgres(node: RegexNode): string {
  return write(node);
}

const word = '[0-9A-Z_a-z]';
const edges = {
  start: '^',
  end: '$',
  lineStart: '(?:^|(?<=\\u000a))',
  lineEnd: '(?:$|(?=\\u000a))',
  wordEdge: `(?:(?<=${word})(?!${word})|(?<!${word})(?=${word}))`,
  notWordEdge: `(?:(?<=${word})(?=${word})|(?<!${word})(?!${word}))`,
};

function write(node: RegexNode): string {
  switch (node.kind) {
    case 'set':
      return charSet(node.set);
    case 'sequence':
      return `(?:${node.items.map(write).join('')})`;
    case 'either':
      return `(?:${node.branches.map(write).join('|')})`;
    case 'repeat':
      return write(node.item) + times(node.min, node.max);
    default:
      return edges[node.kind];
  }
}

function times(min: number, max: number | null): string {
  if (max === null && min === 0) return '*';
  if (max === null && min === 1) return '+';
  if (min === 0 && max === 1) return '?';
  return max === null ? `{${min},}` : `{${min},${max}}`;
}

function charSet(set: CharSet): string {
  // No text holds NUL, and PostgreSQL has no escape for it.
  const ranges = positive({ not: false, ranges: set.ranges }).map(([from, to]): [number, number] => [Math.max(1, from), to]);
  const all = ranges.length === 1 && ranges[0]?.[0] === 1 && ranges[0][1] === 0x10ffff;
  // A class that nothing is in, and one that everything is in, have no bracket form.
  if (ranges.length === 0 || all) return set.not === all ? '(?!)' : '(?:.)';
  const [only] = ranges;
  if (ranges.length === 1 && only && only[0] === only[1] && !set.not) return char(only[0]);
  return `[${set.not ? '^' : ''}${ranges.map(([from, to]) => (from === to ? char(from) : `${char(from)}-${char(to)}`)).join('')}]`;
}

function char(cp: number): string {
  if ((cp >= 48 && cp <= 57) || (cp >= 65 && cp <= 90) || (cp >= 97 && cp <= 122)) return String.fromCharCode(cp);
  const hex = cp.toString(16);
  return cp <= 0xffff ? `\\u${hex.padStart(4, '0')}` : `\\U${hex.padStart(8, '0')}`;
}
