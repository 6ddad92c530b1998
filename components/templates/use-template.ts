'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../trpc';

/** The template that a step names by its slug or id; none when it is gone. */
export function useTemplate(key: string) {
  const trpc = useTRPC();
  return useQuery(trpc.templates.byKey.queryOptions({ key }, { enabled: key !== '', staleTime: 30_000, meta: { quiet: true } }));
}
