import type { Json } from '@/filter/ast';
import type { FieldTest } from '../condition/operators';

/*
 * The visual view's model: groups of conditions over the filter's own JSON. A condition keeps what was written; how it is drawn is read
 * from it (`condition/read`), so `printWhere(readWhere(x))` is x, key order included, whatever x holds.
 */

export type Match = 'all' | 'any' | 'none';

export interface Group {
  kind: 'group';
  id: string;
  match: Match;
  /** `object`: the members of one JSON object (only `all`). `operator`: the arms of `$and`, `$or` or `$nor`. */
  form: 'object' | 'operator';
  nodes: Node[];
}

/** One member of a JSON object of conditions: a field, `$did`, `$inAudience`, or anything else that was written. */
export interface Condition {
  kind: 'condition';
  id: string;
  key: string;
  /** As it counts now; undefined until the condition was complete once. */
  value: Json | undefined;
  /** What is on screen while it is not complete: it does not count yet. */
  draft?: Draft;
}

export interface Draft {
  key: string;
  /** What was chosen so far; undefined when it cannot be written as JSON yet. */
  value: Json | undefined;
  /** The operator and the parts of its value chosen so far, where `value` cannot tell. */
  test?: Partial<FieldTest>;
  /** Why it does not count, when there is more to say than "unfinished". */
  problem?: string;
}

export type Node = Group | Condition;
export type JsonObject = { [key: string]: Json };

let last = 0;
/** Ids live on this page only; no two nodes share one. */
export const newId = (): string => `n${++last}`;

const matchKeys = { all: '$and', any: '$or', none: '$nor' } as const;
const matches: Record<string, Match> = { $and: 'all', $or: 'any', $nor: 'none' };

export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The conditions of a filter as the outermost group. `tree` begins the ids of its nodes: given for a tree that the server draws too, so
 * that both give the same.
 */
export function readWhere(where: JsonObject, tree = newId()): Group {
  let n = 0;
  const nextId = () => `${tree}-${++n}`;
  const node = readObject(where, nextId);
  return node.kind === 'group' ? node : { kind: 'group', id: nextId(), match: 'all', form: 'object', nodes: [node] };
}

/** An object of one member is that member; of none or several, a group in which all must hold. */
function readObject(where: JsonObject, nextId: () => string): Node {
  const nodes = Object.keys(where).map((key) => readMember(key, where[key] as Json, nextId));
  const [only] = nodes;
  return nodes.length === 1 && only ? only : { kind: 'group', id: nextId(), match: 'all', form: 'object', nodes };
}

function readMember(key: string, value: Json, nextId: () => string): Node {
  const match = Object.hasOwn(matches, key) ? matches[key] : undefined;
  if (match && Array.isArray(value) && value.length > 0 && value.every(isObject)) {
    return { kind: 'group', id: nextId(), match, form: 'operator', nodes: value.map((arm) => readObject(arm, nextId)) };
  }
  return { kind: 'condition', id: nextId(), key, value };
}

/** The group as JSON. What was never finished is left out; empty groups that were made here too. */
export function printWhere(root: Group): JsonObject {
  return printArm(root) ?? {};
}

function printArm(node: Node): JsonObject | null {
  if (node.kind === 'group' && node.form === 'object') {
    const where = printObject(node.nodes);
    // Conditions, none of them finished: not yet a group. (`{}` as it was written has no conditions: everyone.)
    return node.nodes.length > 0 && Object.keys(where).length === 0 ? null : where;
  }
  const entry = entryOf(node);
  return entry && object([entry]);
}

function printObject(nodes: Node[]): JsonObject {
  const entries = nodes.map(entryOf).filter((entry) => entry !== null);
  // Two conditions of one name cannot share an object.
  if (new Set(entries.map(([key]) => key)).size < entries.length) return { $and: entries.map((entry) => object([entry])) };
  return object(entries);
}

function entryOf(node: Node): [string, Json] | null {
  if (node.kind === 'condition') return node.value === undefined ? null : [node.key, node.value];
  const arms = node.nodes.flatMap((arm) => printArm(arm) ?? []);
  return arms.length === 0 ? null : [matchKeys[node.match], arms];
}

// fromEntries defines own properties, so that a key such as `__proto__` stays a key.
const object = (entries: [string, Json][]): JsonObject => Object.fromEntries(entries);

/** Every condition, in the order in which it is drawn. */
export function conditionsOf(node: Node): Condition[] {
  return node.kind === 'condition' ? [node] : node.nodes.flatMap(conditionsOf);
}
