'use client';
import { parseAsString, useQueryState } from 'nuqs';
import { useEffect, useState } from 'react';

/** `value` once it has been left alone for `ms`. */
export function useDebounced<T>(value: T, ms = 250): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return settled;
}

/** A search box kept in the URL (`?q=`): what is typed, the setter, and the settled text to ask the server with. */
export function useSearch(name = 'q') {
  const [text, setText] = useQueryState(name, parseAsString.withDefault('').withOptions({ throttleMs: 200 }));
  const settled = useDebounced(text.trim());
  return [text, (value: string) => void setText(value || null), settled || undefined] as const;
}
