'use client';
import { useMemo } from 'react';
import { useNames } from './use-audience-names';

const id = /aud_[0-9a-z]{26}/g;

/** A sentence of the server's in which audiences stand by their ids, with their names instead. */
export function NamedText({ text }: { text: string }) {
  const name = useNames(useMemo(() => [...new Set(text.match(id))], [text]));
  return <>{text.replace(id, (found) => (name(found) ? `“${name(found)}”` : found))}</>;
}
