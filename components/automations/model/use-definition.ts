'use client';
import { useMemo, useState } from 'react';
import { type Definition, definitionSchema } from '@/contracts/automation';
import type { Json } from '@/filter/ast';
import { formatJson } from '../../segments/json/format';
import { type LocateResult, locate } from '../../segments/json/locate';

export type DefinitionState = {
  /** The one truth: what the JSON view shows and what is saved. */
  text: string;
  located: LocateResult;
  /** What the text says, as far as it is JSON. */
  value: Json | null;
  /** What can be drawn: the steps are a tree of known types; fields may still be missing. Null: only as JSON. */
  drawable: Definition | null;
  setText: (text: string) => void;
  setDefinition: (definition: Definition) => void;
};

/** A definition with two views of one text. What one view cannot say stays as the other wrote it. */
export function useDefinition(initial: Definition): DefinitionState {
  const [text, setText] = useState(() => formatJson(initial as unknown as Json));
  const located = useMemo(() => locate(text), [text]);
  const value = located.ok ? located.root.value : null;
  const drawable = useMemo(() => (looksLikeOne(value) ? (value as unknown as Definition) : null), [value]);
  return { text, located, value, drawable, setText, setDefinition: (definition) => setText(formatJson(definition as unknown as Json)) };
}

/** Unfinished fields are no obstacle to drawing; an unknown shape is. */
function looksLikeOne(value: unknown): boolean {
  const given = value as Partial<Definition> | null;
  if (!given || typeof given !== 'object' || !Array.isArray(given.steps) || typeof given.trigger !== 'object') return false;
  const parsed = definitionSchema.safeParse(given);
  if (parsed.success) return true;
  // a text that is too short or of the wrong form can be mended in a form; a missing or unknown member cannot be shown
  return parsed.error.issues.every(
    (issue) => ['invalid_format', 'too_small', 'too_big', 'invalid_value'].includes(issue.code) && issue.path.at(-1) !== 'type',
  );
}
