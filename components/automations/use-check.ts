'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Issue } from '@/contracts/errors';
import { alone, useTRPC } from '../trpc';
import { useDebounced } from '../use-search';
import type { DefinitionState } from './model/use-definition';

/** What the server finds wrong with the definition as it is now; `settled`: the answer is about this very text. */
export function useCheck(state: DefinitionState): { issues: Issue[]; settled: boolean } {
  const trpc = useTRPC();
  const text = useDebounced(state.text, 300);
  const definition = state.value;
  const query = useQuery(
    trpc.automations.check.queryOptions(
      { definition },
      {
        ...alone,
        enabled: definition !== null && text === state.text,
        placeholderData: keepPreviousData,
        staleTime: 30_000,
        meta: { quiet: true },
      },
    ),
  );
  return { issues: query.data ?? [], settled: text === state.text && !query.isPlaceholderData && query.data !== undefined };
}
