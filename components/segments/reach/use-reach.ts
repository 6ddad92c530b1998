'use client';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { uuidv7 } from 'uuidv7';
import type { Filter, Reach } from '@/contracts/segment';
import { alone, useTRPC } from '../../trpc';
import { useDebounced } from '../../use-search';

export type LiveReach = {
  /** The newest answer there is; of an older filter while `pending`. */
  reach: Reach | undefined;
  /** The answer to the filter as it is now is on its way. */
  pending: boolean;
  /** `reach` is an estimate, and the exact count follows. */
  refining: boolean;
  error: unknown;
  retry: () => void;
};

/**
 * How many a filter reaches, while it is typed: the first answer, which on a large list is an estimate, then the exact one. The browser
 * aborts what is no longer asked, and the session lets the server cancel it in the database.
 */
export function useReach(filter: Filter): LiveReach {
  const trpc = useTRPC();
  const [session] = useState(() => uuidv7());
  // By content: a filter written the same way again is no new question.
  const text = JSON.stringify(filter);
  const settled = useDebounced(text, 150);
  const asked = useMemo(() => JSON.parse(settled) as Filter, [settled]);
  const options = { ...alone, staleTime: 15_000, gcTime: 60_000, meta: { quiet: true } };
  const first = useQuery(trpc.segments.reach.queryOptions({ filter: asked, want: 'first', session }, options));
  const estimate = first.data;
  const wanted = Boolean(estimate && !estimate.exact) || first.isError;
  const exact = useQuery(trpc.segments.reach.queryOptions({ filter: asked, want: 'exact', session }, { ...options, enabled: wanted }));
  const counted = wanted ? exact.data : undefined;
  const answer = counted ?? estimate;
  const error = wanted ? exact.error : null;
  // The newest answer shown, whichever query gave it: an exact number never falls back to the estimate before it.
  const [shown, setShown] = useState<Reach>();
  if (answer && answer !== shown) setShown(answer);
  return {
    reach: answer ?? shown,
    pending: settled !== text || (!answer && !error),
    refining: !counted && Boolean(estimate && !estimate.exact) && !error,
    error,
    retry: () => void (first.isError ? first.refetch() : exact.refetch()),
  };
}
