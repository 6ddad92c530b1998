import type { Definition, Step } from './automation';

export type StepPath = (string | number)[];
/** One way on from a step: where its steps lie below it, and its name. */
export type Way = { at: StepPath; label: string; steps: Step[] };
/** Where a step stands (`path` from the definition), and what comes after it and its ways; null: the end. */
export type Place = { step: Step; path: StepPath; next: string | null };

/** The ways of a step that divides; none for the others. */
export function waysOf(step: Step): Way[] {
  switch (step.type) {
    case 'branch':
      return [
        { at: ['yes'], label: 'Yes', steps: step.yes },
        { at: ['no'], label: 'No', steps: step.no },
      ];
    case 'wait_for_event':
      return [
        { at: ['received'], label: 'It happened', steps: step.received },
        { at: ['timed_out'], label: 'It did not', steps: step.timed_out },
      ];
    case 'split':
      return step.ways.map((way, i) => ({
        at: ['ways', i, 'steps'],
        label: way.name ? `${way.name}, ${way.percent} %` : `${way.percent} %`,
        steps: way.steps,
      }));
    default:
      return [];
  }
}

/** Every step by its id (the first, when an id is used twice), in reading order. */
export function placesOf(definition: Pick<Definition, 'steps'>): Map<string, Place> {
  const places = new Map<string, Place>();
  walk(definition.steps, ['steps'], null, (place) => {
    if (!places.has(place.step.id)) places.set(place.step.id, place);
  });
  return places;
}

/** Visits every step in reading order, a parent before its ways. */
export function walk(
  steps: readonly Step[],
  path: StepPath,
  after: string | null,
  visit: (place: Place, depth: number) => void,
  depth = 1,
) {
  for (const [i, step] of steps.entries()) {
    const next = steps[i + 1]?.id ?? after;
    const at = [...path, i];
    visit({ step, path: at, next }, depth);
    for (const way of waysOf(step)) walk(way.steps, [...at, ...way.at], next, visit, depth + 1);
  }
}

/** The step at which a way begins: its first, or what follows the step that divides. */
export const entryOf = (way: readonly Step[], place: Place): string | null => way[0]?.id ?? place.next;

/** Whether everybody who comes into these steps ends in them. */
export function alwaysEnds(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.type === 'exit') return true;
    const ways = waysOf(step);
    return ways.length > 0 && ways.every((way) => alwaysEnds(way.steps));
  });
}
