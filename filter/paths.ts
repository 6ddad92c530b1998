import type { Json } from './ast';

/**
 * What a dotted path leads to. `undefined`: the path ends in an object that lacks the key, or runs into a scalar.
 * `expand`: an array found here also offers its elements; not so when the path named it by its place in an outer array.
 */
export interface Leaf {
  value: Json | Date | undefined;
  expand: boolean;
}

/**
 * All the ends of a path, as MongoDB's matcher walks it (path.cpp, BSONElementIterator): an array on the way offers its
 * elements that are objects, one level deep, and a part that is a number also names the element at that place.
 */
export function leavesOf(value: Json | undefined, path: readonly string[], at = 0, found: Leaf[] = []): Leaf[] {
  const key = path[at];
  if (key === undefined) {
    found.push({ value, expand: true });
  } else if (Array.isArray(value)) {
    for (const [i, item] of value.entries()) {
      const inner = typeof item === 'object' && item !== null;
      if (inner && !Array.isArray(item)) leavesOf(item, path, at, found);
      if (key !== String(i)) continue;
      if (at + 1 === path.length) found.push({ value: item, expand: false });
      else if (inner) leavesOf(item, path, at + 1, found);
    }
  } else if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
    leavesOf(value[key], path, at + 1, found);
  } else {
    found.push({ value: undefined, expand: true });
  }
  return found;
}

/** The values a comparison may use: the leaf itself and, in an array, each element. */
export function candidates(leaf: Leaf): (Json | Date | undefined)[] {
  return leaf.expand && Array.isArray(leaf.value) ? [...leaf.value, leaf.value] : [leaf.value];
}
