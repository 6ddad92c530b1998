'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatNumber, plural } from '../format';
import { alone, useTRPC } from '../trpc';
import { Skeleton } from '../ui/skeleton';

/**
 * How many are in an audience that is evaluated when used, or is large: once it is in sight an estimate, then the exact number, one
 * audience after the other. The table does not wait for it.
 * @param one what is counted, where no head says it
 */
export function RowCount({ id, one }: { id: string; one?: string }) {
  const trpc = useTRPC();
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const observer = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && setSeen(true));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  const options = { ...alone, staleTime: 30_000, meta: { quiet: true } };
  const first = useQuery(trpc.audiences.count.queryOptions({ id, want: 'first' }, { ...options, enabled: seen }));
  const wanted = first.data?.exact === false || first.isError;
  const exact = useQuery(trpc.audiences.count.queryOptions({ id, want: 'exact' }, { ...options, enabled: seen && wanted }));
  const counted = exact.data ?? first.data;
  return (
    <span ref={place}>
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
