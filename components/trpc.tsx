'use client';
import { keepPreviousData, MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { type ReactNode, useState } from 'react';
import type { AppRouter } from '@/server/trpc/root';
import { explain, showError } from './errors';

export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** Options of a query that must not wait for others in its batch (previews) and is aborted once nobody looks. */
export const alone = { trpc: { context: { alone: true }, abortOnUnmount: true } };

/** Options of a list that is read page by page. */
export const paged = { getNextPageParam: (page: { next_cursor: string | null }) => page.next_cursor };
/** The same where something is searched for: the rows before stay until the new ones are there. */
export const pagedSearch = { ...paged, placeholderData: keepPreviousData };

/** Infinite queries add a `direction` to the input; our lists only go forward, and their schemas refuse what they do not know. */
const withoutDirection: TRPCLink<AppRouter> =
  () =>
  ({ op, next }) => {
    if (!op.input || typeof op.input !== 'object' || !('direction' in op.input)) return next(op);
    const { direction: _, ...input } = op.input;
    return next({ ...op, input });
  };

function signOutWhenTold(error: unknown) {
  // A wrong password is 401 as well, and to be told where it was typed.
  if (explain(error).code !== 'unauthenticated') return;
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
}

const createQueryClient = () =>
  new QueryClient({
    queryCache: new QueryCache({
      onError: (error, query) => {
        signOutWhenTold(error);
        // What is on screen stays; a failed refresh is only mentioned.
        if (query.state.data !== undefined && !query.meta?.quiet) showError(error);
      },
    }),
    mutationCache: new MutationCache({
      onError: (error, _variables, _result, mutation) => {
        signOutWhenTold(error);
        if (!mutation.meta?.quiet) showError(error);
      },
    }),
    defaultOptions: {
      queries: {
        staleTime: 5_000,
        retry: (failures, error) => failures < 2 && explain(error).status >= 500,
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
    },
  });

export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  const [trpcClient] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        withoutDirection,
        splitLink({
          condition: (op) => op.context.alone === true || op.type === 'mutation',
          // By POST: a preview carries a whole template, longer than a URL may be.
          true: httpLink({ url: '/api/trpc', methodOverride: 'POST' }),
          false: httpBatchLink({ url: '/api/trpc', maxItems: 10, maxURLLength: 6_000 }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
