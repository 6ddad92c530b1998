import type { Definition, Step, StepType } from '@/contracts/automation';
import { type StepPath, walk } from '@/contracts/automation-flow';

/* Changes of a definition, pure: what is not touched stays the same objects, in their order. Paths begin at the definition. */

type Node = Record<string | number, unknown>;

/** The value at a path; undefined where it leads nowhere. */
export function at(definition: unknown, path: StepPath): unknown {
  let node = definition;
  for (const key of path) {
    if (typeof node !== 'object' || node === null) return undefined;
    node = (node as Node)[key];
  }
  return node;
}

export function replace<T>(root: T, path: StepPath, value: unknown): T {
  const [key, ...rest] = path;
  if (key === undefined) return value as T;
  const old = root as Node;
  const next = replace(old[key], rest, value);
  if (Array.isArray(old)) return old.map((item, i) => (i === key ? next : item)) as T;
  return { ...old, [key]: next } as T;
}

const listOf = (definition: Definition, path: StepPath) => at(definition, path.slice(0, -1)) as Step[];
const withList = (definition: Definition, path: StepPath, steps: Step[]) => replace(definition, path.slice(0, -1), steps);

/** Puts a step at a path: what stood there and after it moves down. */
export const insertStep = (definition: Definition, path: StepPath, step: Step): Definition =>
  withList(definition, path, listOf(definition, path).toSpliced(path.at(-1) as number, 0, step));

export const removeStep = (definition: Definition, path: StepPath): Definition =>
  withList(definition, path, listOf(definition, path).toSpliced(path.at(-1) as number, 1));

/** One place up or down among its neighbours; null when it stands at that end. */
export function moveStep(definition: Definition, path: StepPath, by: -1 | 1): { definition: Definition; path: StepPath } | null {
  const steps = listOf(definition, path);
  const from = path.at(-1) as number;
  const to = from + by;
  const [one, other] = [steps[from], steps[to]];
  if (!one || !other) return null;
  return { definition: withList(definition, path, steps.with(from, other).with(to, one)), path: [...path.slice(0, -1), to] };
}

/** Gives fields new values; undefined takes one away. */
export function changeAt(definition: Definition, path: StepPath, change: Record<string, unknown>): Definition {
  const merged = { ...(at(definition, path) as object), ...change };
  return replace(definition, path, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== undefined)));
}

export function stepIds(definition: Definition): Set<string> {
  const ids = new Set<string>();
  walk(definition.steps, ['steps'], null, ({ step }) => ids.add(step.id));
  return ids;
}

/** A step of a type with an id that is free, and what can be filled in without asking. */
export function newStep(type: StepType, taken: ReadonlySet<string>): Step {
  let n = 1;
  const base = type.replaceAll('_', '-');
  while (taken.has(`${base}-${n}`)) n++;
  return { id: `${base}-${n}`, type, ...blank[type] } as Step;
}

const everybody = { datatype: 'contact', where: {} };
const blank: Record<StepType, object> = {
  wait: { for: 'P1D' },
  wait_until: { time: '09:00', timezone: 'contact', fallback_timezone: 'UTC' },
  wait_for_event: { event: '', timeout: 'P3D', received: [], timed_out: [] },
  send: { channel: 'email', template: '' },
  tag: { tag: '' },
  untag: { tag: '' },
  set_field: { field: 'metadata.', value: '' },
  add_to_audience: { audience_id: '' },
  remove_from_audience: { audience_id: '' },
  webhook: { url: '', timeout_seconds: 15, retries: 4, on_failure: 'continue' },
  branch: { filter: everybody, yes: [], no: [] },
  split: {
    ways: [
      { percent: 50, name: 'A', steps: [] },
      { percent: 50, name: 'B', steps: [] },
    ],
  },
  exit: {},
};
