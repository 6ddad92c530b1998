'use client';
import { useState } from 'react';
import { useDebounced } from './use-search';

/** What is typed into a Combobox whose items the server finds. */
export function useLookup() {
  const [text, setText] = useState('');
  const settled = useDebounced(text.trim(), 150);
  return {
    text,
    setText,
    /** To ask the server with. */
    q: settled || undefined,
    /** The server has not been asked for what stands there yet. */
    typing: settled !== text.trim(),
  };
}
