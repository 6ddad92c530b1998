'use client';
import { useQueries } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import type { Filter } from '@/contracts/segment';
import { useTRPC } from '../trpc';

/** The ids of the audiences that a filter names, wherever in it. */
function idsIn(value: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(value)) for (const item of value) idsIn(item, found);
  else if (typeof value === 'object' && value !== null)
    for (const [key, inner] of Object.entries(value)) {
      if (key === '$inAudience' && typeof inner === 'string') found.add(inner);
      else idsIn(inner, found);
    }
  return found;
}

/** Names of the audiences in a filter, as they become known. */
export function useAudienceNames(filter: Filter): (id: string) => string | undefined {
  return useNames(useMemo(() => [...idsIn(filter.where)], [filter]));
}

/** Names of audiences by their ids: "…" until one is known, nothing for one that cannot be. */
export function useNames(ids: readonly string[]): (id: string) => string | undefined {
  const trpc = useTRPC();
  const names = useQueries({
    queries: ids.map((id) => trpc.audiences.get.queryOptions({ id }, { staleTime: 60_000, meta: { quiet: true } })),
    combine: (results) => results.map(shownName).join('\n'),
  });
  return useCallback(
    (id: string) => {
      const at = ids.indexOf(id);
      return (at >= 0 && names.split('\n')[at]) || undefined;
    },
    [ids, names],
  );
}

/** Of a query for what has a name. */
export const shownName = ({ data, isPending }: { data: { name: string } | undefined; isPending: boolean }) =>
  data?.name ?? (isPending ? '…' : undefined);
