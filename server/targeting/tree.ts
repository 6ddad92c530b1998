import type { TargetingNode } from '@/contracts/targeting';

/** A tree as it is written down: names of nodes with what is below them; a list of names where the tree ends. */
type Names = { [name: string]: Names | readonly string[] };
/** `asOf`: the day (ISO) on which its upper levels were written down. */
export type Snapshot = { platform: string; asOf: string; interests: Names; options: Names };
type Node = TargetingNode & { parent: string | null };

const slug = (name: string) =>
  name
    .toLowerCase()
    .replace(/&/g, 'and')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** Every node of a tree, parents before children, in the order they are written. Ids are paths of slugs: stable, ours, not the platform's. */
export function nodesOf(names: Names | readonly string[], path: string[] = [], parent: string | null = null): Node[] {
  const entries: [string, Names | readonly string[]][] = isList(names) ? names.map((name) => [name, []]) : Object.entries(names);
  return entries.flatMap(([name, below]) => {
    const id = parent === null ? slug(name) : `${parent}/${slug(name)}`;
    const children = isList(below) ? below.length : Object.keys(below).length;
    return [{ id, name, path, children, platform_id: null, parent }, ...nodesOf(below, [...path, name], id)];
  });
}

/** The same from leaves with the names above them, as a platform tells them; what is only named as being above has no id of its own there. */
export function treeOf(leaves: readonly { id: string; name: string; above: string[] }[]): Node[] {
  const found = new Map<string, Node>();
  const add = (path: string[], name: string, platformId: string | null): void => {
    const parent = path.length ? path.map(slug).join('/') : null;
    const id = parent === null ? slug(name) : `${parent}/${slug(name)}`;
    const known = found.get(id);
    if (known) {
      known.platform_id ??= platformId;
      return;
    }
    const above = path.at(-1);
    if (above !== undefined && parent !== null) {
      add(path.slice(0, -1), above, null);
      const node = found.get(parent);
      if (node) node.children++;
    }
    found.set(id, { id, name, path, children: 0, platform_id: platformId, parent });
  };
  for (const { id, name, above } of leaves) add(above, name, id);
  return [...found.values()];
}

const isList = (names: Names | readonly string[]): names is readonly string[] => Array.isArray(names);
