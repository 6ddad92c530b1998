import { inSet, type RegexNode, wordChars } from './tree';

/**
 * Runs a pattern over a text by following all of its states at once (Thompson 1968): time is text × states whatever the
 * pattern, so a user's pattern cannot hang the process as JavaScript's own engine can.
 */
type State =
  | { kind: 'set'; node: RegexNode & { kind: 'set' }; next: number }
  | { kind: 'split'; next: number[] }
  | { kind: 'assert'; test: Assertion; next: number }
  | { kind: 'accept' };
type Assertion = 'start' | 'end' | 'lineStart' | 'lineEnd' | 'wordEdge' | 'notWordEdge';

export type RegexProgram = { states: State[]; start: number };

export function compileRegex(node: RegexNode): RegexProgram {
  const states: State[] = [{ kind: 'accept' }];
  const add = (state: State): number => states.push(state) - 1;

  /** States that match `n` and go on to `next`; built from the end to the start. */
  const build = (n: RegexNode, next: number): number => {
    switch (n.kind) {
      case 'set':
        return add({ kind: 'set', node: n, next });
      case 'sequence':
        return n.items.reduceRight((to, item) => build(item, to), next);
      case 'either':
        return add({ kind: 'split', next: n.branches.map((branch) => build(branch, next)) });
      case 'repeat': {
        let to = next;
        if (n.max === null) {
          const loop = add({ kind: 'split', next: [] });
          states[loop] = { kind: 'split', next: [build(n.item, loop), next] };
          to = loop;
        } else {
          for (let i = n.min; i < n.max; i++) to = add({ kind: 'split', next: [build(n.item, to), next] });
        }
        for (let i = 0; i < n.min; i++) to = build(n.item, to);
        return to;
      }
      default:
        return add({ kind: 'assert', test: n.kind, next });
    }
  };
  const start = build(node, 0);
  return { states, start };
}

/** Whether the pattern is found anywhere in the text. */
export function regexTest(program: RegexProgram, text: string): boolean {
  const chars = Array.from(text, (c) => c.codePointAt(0) as number);
  let here = new Set<number>();
  for (let at = 0; at <= chars.length; at++) {
    const reached = new Set<number>();
    const todo = [...here, program.start];
    while (todo.length > 0) {
      const id = todo.pop() as number;
      if (reached.has(id)) continue;
      reached.add(id);
      const state = program.states[id] as State;
      if (state.kind === 'accept') return true;
      if (state.kind === 'split') todo.push(...state.next);
      if (state.kind === 'assert' && holds(state.test, chars, at)) todo.push(state.next);
    }
    const cp = chars[at];
    if (cp === undefined) return false;
    here = new Set();
    for (const id of reached) {
      const state = program.states[id] as State;
      if (state.kind === 'set' && inSet(state.node.set, cp)) here.add(state.next);
    }
  }
  return false;
}

function holds(test: Assertion, chars: number[], at: number): boolean {
  if (test === 'start') return at === 0;
  if (test === 'end') return at === chars.length;
  if (test === 'lineStart') return at === 0 || chars[at - 1] === 10;
  if (test === 'lineEnd') return at === chars.length || chars[at] === 10;
  const edge = isWord(chars[at - 1]) !== isWord(chars[at]);
  return edge === (test === 'wordEdge');
}

const isWord = (cp: number | undefined): boolean => cp !== undefined && inSet(wordChars, cp);
