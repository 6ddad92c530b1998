import { type Condition, type Group, type Match, type Node, newId } from './tree';

/* Edits of the visual model. Each returns a new tree; what an edit does not name stays the same object. */

export const emptyCondition = (): Condition => ({
  kind: 'condition',
  id: newId(),
  key: '',
  value: undefined,
  draft: { key: '', value: undefined },
});
export const emptyGroup = (match: Match = 'any'): Group => ({
  kind: 'group',
  id: newId(),
  match,
  form: 'operator',
  nodes: [emptyCondition()],
});

/** Applies `change` to the node called `id`, wherever it stands. */
export function update<T extends Node>(group: Group, id: string, change: (node: T) => T): Group {
  if (group.id === id) return change(group as unknown as T) as Group;
  let changed = false;
  const nodes = group.nodes.map((node) => {
    const next = node.id === id ? change(node as T) : node.kind === 'group' ? update(node, id, change) : node;
    if (next !== node) changed = true;
    return next;
  });
  return changed ? { ...group, nodes } : group;
}

export const add = (root: Group, groupId: string, node: Node): Group =>
  update<Group>(root, groupId, (group) => ({ ...group, nodes: [...group.nodes, node] }));

/** The group that holds a node, and the place in it. */
function placeOf(root: Group, id: string): { group: Group; at: number } | null {
  const at = root.nodes.findIndex((node) => node.id === id);
  if (at >= 0) return { group: root, at };
  for (const node of root.nodes) {
    const found = node.kind === 'group' ? placeOf(node, id) : null;
    if (found) return found;
  }
  return null;
}

/** Takes a node out. A group left empty becomes one that does not count, instead of one that everyone is in. */
export function remove(root: Group, id: string): Group {
  const place = placeOf(root, id);
  if (!place) return root;
  return update<Group>(root, place.group.id, (group) => {
    const nodes = group.nodes.filter((node) => node.id !== id);
    return { ...group, nodes, form: nodes.length === 0 && group !== root ? 'operator' : group.form };
  });
}

function insert(root: Group, groupId: string, at: number, node: Node): Group {
  return update<Group>(root, groupId, (group) => ({ ...group, nodes: group.nodes.toSpliced(at, 0, node) }));
}

export function duplicate(root: Group, id: string): { root: Group; copy: string } | null {
  const place = placeOf(root, id);
  const node = place?.group.nodes[place.at];
  if (!place || !node) return null;
  const copy = withNewIds(node);
  return { root: insert(root, place.group.id, place.at + 1, copy), copy: copy.id };
}

const withNewIds = (node: Node): Node =>
  node.kind === 'group' ? { ...node, id: newId(), nodes: node.nodes.map(withNewIds) } : { ...node, id: newId() };

/** All, any or none of a group's conditions. As `all` it is written without an operator where the names allow it. */
export const setMatch = (root: Group, id: string, match: Match): Group =>
  update<Group>(root, id, (group) => ({ ...group, match, form: match === 'all' && group.nodes.length > 0 ? 'object' : 'operator' }));

/**
 * One step up or down through the tree as it is drawn: past a condition, into a group, out of one at its end. Repeated steps reach every
 * place. Null at the outer ends.
 */
export function move(root: Group, id: string, step: -1 | 1): Group | null {
  const place = placeOf(root, id);
  const node = place?.group.nodes[place.at];
  if (!place || !node) return null;
  const next = place.group.nodes[place.at + step];
  const rest = remove(root, id);
  if (next?.kind === 'group') return insert(rest, next.id, step === 1 ? 0 : next.nodes.length, node);
  if (next) return insert(rest, place.group.id, place.at + step, node);
  const outer = placeOf(root, place.group.id);
  return outer && insert(rest, outer.group.id, outer.at + (step === 1 ? 1 : 0), node);
}

/** What takes the focus once `id` is gone: the next in its group, else the one before, else the group itself. */
export function neighbourOf(root: Group, id: string): string {
  const place = placeOf(root, id);
  if (!place) return root.id;
  return (place.group.nodes[place.at + 1] ?? place.group.nodes[place.at - 1] ?? place.group).id;
}
