import type { CharSet } from './tree';

/**
 * Case-insensitive matching, done by widening sets of characters here, so that no engine's own idea of case is ever asked.
 * Two characters are the same when their upper case is the same single character (ECMAScript's rule without the u flag:
 * a character outside ASCII never equals one inside it).
 */
let variants: Map<number, number[]> | null = null;

function canonical(cp: number): number {
  const upper = String.fromCodePoint(cp).toUpperCase();
  const code = upper.codePointAt(0) as number;
  if (upper.length !== (code > 0xffff ? 2 : 1)) return cp;
  return cp >= 128 && code < 128 ? cp : code;
}

function caseVariants(): Map<number, number[]> {
  if (variants) return variants;
  const groups = new Map<number, number[]>();
  for (let cp = 0; cp < 0x1e944; cp++) {
    // Letters with case live in these blocks only; the rest is skipped for speed.
    if (cp === 0x3000) cp = 0xa640;
    if (cp === 0xac00) cp = 0xff21;
    if (cp === 0xff5b) cp = 0x10400;
    if (cp === 0x11000) cp = 0x118a0;
    if (cp === 0x118e0) cp = 0x16e40;
    if (cp === 0x16e80) cp = 0x1e900;
    const key = canonical(cp);
    const group = groups.get(key);
    if (group) group.push(cp);
    else groups.set(key, [cp]);
  }
  variants = new Map();
  for (const group of groups.values()) if (group.length > 1) for (const cp of group) variants.set(cp, group);
  return variants;
}

export function foldCase(set: CharSet): CharSet {
  const extra: [number, number][] = [];
  for (const [from, to] of set.ranges) {
    if (to - from < 200) for (let cp = from; cp <= to; cp++) for (const v of caseVariants().get(cp) ?? []) extra.push([v, v]);
    else for (const [cp, group] of caseVariants()) if (cp >= from && cp <= to) for (const v of group) extra.push([v, v]);
  }
  return { not: set.not, ranges: [...set.ranges, ...extra] };
}
