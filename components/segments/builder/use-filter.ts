'use client';
import { useMemo, useState } from 'react';
import type { Filter } from '@/contracts/segment';
import { type Checked, check } from '../json/check';
import { formatFilter } from '../json/format';
import { locate } from '../json/locate';
import { conditionsOf, type Group, isObject, type JsonObject, printWhere, readWhere } from '../model/tree';

export type FilterState = {
  /** The one truth: what the JSON editor shows and what is saved. */
  text: string;
  checked: Checked;
  /** The last filter that was valid: what is counted. `current`: it is what the text says now. */
  filter: Filter;
  current: boolean;
  /** The visual view's model; null while the text is not JSON with conditions. */
  root: Group | null;
  /** Conditions begun and not finished: they do not count yet. */
  unfinished: number;
  setText: (text: string) => void;
  setRoot: (root: Group) => void;
  /** Back to a filter: the saved one, or the last valid. */
  reset: (filter: Filter) => void;
};

type State = { text: string; root: Group | null; lastGood: Filter };

const asJson = (filter: Filter) => filter as unknown as JsonObject;
const fresh = (filter: Filter, tree?: string): State => ({
  text: formatFilter(asJson(filter)),
  root: readWhere(asJson(filter).where as JsonObject, tree),
  lastGood: filter,
});

/** A filter with two views. The text changes only when one of them really changed the filter. */
export function useFilter(initial: Filter, keys: readonly string[]): FilterState {
  const [state, setState] = useState(() => fresh(initial, 'first'));
  const { text, root } = state;
  const checked = useMemo(() => check(text, keys), [text, keys]);

  return {
    text,
    checked,
    filter: checked.ok ? checked.filter : state.lastGood,
    current: checked.ok,
    root,
    unfinished: useMemo(() => (root ? conditionsOf(root).filter((c) => c.draft).length : 0), [root]),
    setText: (next) =>
      setState((old) => {
        if (next === old.text) return old;
        const read = check(next);
        const where = read.ok ? (asJson(read.filter).where as JsonObject) : read.where;
        return { text: next, root: where && readWhere(where), lastGood: read.ok ? read.filter : old.lastGood };
      }),
    setRoot: (next) =>
      setState((old) => {
        const located = locate(old.text);
        if (!located.ok || !isObject(located.root.value)) return { ...old, root: next };
        const envelope = located.root.value;
        const where = printWhere(next);
        // What was written by hand keeps its spaces and line breaks as long as its meaning is not touched.
        if (JSON.stringify(where) === JSON.stringify(envelope.where)) return { ...old, root: next };
        const written = formatFilter({ ...envelope, where });
        const read = check(written);
        return { text: written, root: next, lastGood: read.ok ? read.filter : old.lastGood };
      }),
    reset: (filter) => setState(fresh(filter)),
  };
}
