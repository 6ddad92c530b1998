'use client';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatInstant, formatNumber, plural } from '../format';
import { alone, useTRPC, useTRPCClient } from '../trpc';
import { Skeleton } from '../ui/skeleton';
import { inTurn } from './in-turn';

/** For how long an exact number is shown again without being counted again. What changes people here asks for it at once. */
const FRESH = 5 * 60_000;

/**
 * How many are in an audience that is evaluated when used, or is large: while it is in sight an estimate, then the exact number, one
 * audience after the other; a count of one that is scrolled away is given up. The table does not wait for it.
 * @param one what is counted, where no head says it
 */
export function RowCount({ id, one }: { id: string; one?: string }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queries = useQueryClient();
  const place = useRef<HTMLSpanElement>(null);
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    if (!place.current) return;
    const observer = new IntersectionObserver((entries) => setVisible(entries.at(-1)?.isIntersecting ?? false));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, []);
  const first = useQuery(
    trpc.audiences.count.queryOptions(
      { id, want: 'first' },
      // An estimate is asked for once: when it is old, the exact number stands until there is a newer one.
      {
        ...alone,
        enabled: visible,
        staleTime: ({ state }) => (state.data?.exact ? FRESH : Number.POSITIVE_INFINITY),
        meta: { quiet: true },
      },
    ),
  );
  const exact = useQuery({
    queryKey: trpc.audiences.count.queryKey({ id, want: 'exact' }),
    queryFn: ({ signal }) => inTurn(signal, () => client.audiences.count.query({ id, want: 'exact' }, { signal, ...alone.trpc })),
    enabled: visible && (first.data?.exact === false || first.isError),
    staleTime: FRESH,
    meta: { quiet: true },
  });
  useEffect(() => {
    if (!visible) void queries.cancelQueries({ queryKey: trpc.audiences.count.queryKey({ id, want: 'exact' }) });
  }, [visible, queries, trpc, id]);
  // A newer estimate is of another filter or of other people: the old number would be shown as exact.
  const shown = exact.data && exact.dataUpdatedAt >= first.dataUpdatedAt ? exact : first;
  const counted = shown.data;
  return (
    <span
      ref={place}
      className="whitespace-nowrap"
      title={counted?.exact ? `Counted ${formatInstant(new Date(shown.dataUpdatedAt).toISOString())}` : undefined}
    >
      {counted ? (
        `${counted.exact ? '' : '≈ '}${one ? plural(counted.count, one) : formatNumber(counted.count)}`
      ) : first.isError && exact.isError ? (
        <span className="text-ink-3">—</span>
      ) : (
        <Skeleton className="ml-auto w-10" />
      )}
    </span>
  );
}
