/** A pattern as a tree. Every construct here means the same in our matcher and in the text given to PostgreSQL. */
export type RegexNode =
  | { kind: 'set'; set: CharSet }
  | { kind: 'start' | 'end' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'notWordEdge' }
  | { kind: 'sequence'; items: RegexNode[] }
  | { kind: 'either'; branches: RegexNode[] }
  | { kind: 'repeat'; item: RegexNode; min: number; max: number | null };

/** Code points: inside one of the ranges (inclusive), or with `not`, inside none. */
export interface CharSet {
  not: boolean;
  ranges: [number, number][];
}

export const inSet = (set: CharSet, cp: number): boolean => set.ranges.some(([from, to]) => cp >= from && cp <= to) !== set.not;

export const digits: CharSet = { not: false, ranges: [[48, 57]] };
export const wordChars: CharSet = {
  not: false,
  ranges: [
    [48, 57],
    [65, 90],
    [95, 95],
    [97, 122],
  ],
};
export const spaces: CharSet = {
  not: false,
  ranges: [
    [9, 13],
    [32, 32],
  ],
};

export const complement = (set: CharSet): CharSet => ({ not: !set.not, ranges: set.ranges });

/** The positive ranges of a set, sorted and merged. */
export function positive(set: CharSet): [number, number][] {
  const merged: [number, number][] = [];
  for (const [from, to] of [...set.ranges].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  if (!set.not) return merged;
  const rest: [number, number][] = [];
  let next = 0;
  for (const [from, to] of merged) {
    if (from > next) rest.push([next, from - 1]);
    next = to + 1;
  }
  if (next <= 0x10ffff) rest.push([next, 0x10ffff]);
  return rest;
}
