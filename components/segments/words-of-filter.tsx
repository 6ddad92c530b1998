'use client';
import type { Segment } from '@/contracts/segment';
import { useAudienceNames } from './use-audience-names';

/** The filter in words, with the audiences it names by their names instead of their ids. */
export function WordsOfFilter({ segment }: { segment: Segment }) {
  const name = useAudienceNames(segment.filter);
  return (
    <>
      {segment.description_of_filter
        .replace(/aud_[0-9a-z]{26}/g, (id) => (name(id) ? `“${name(id)}”` : id))
        .replace(/^./, (c) => c.toUpperCase())}
    </>
  );
}
