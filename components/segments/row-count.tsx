'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { formatNumber } from '../format';
import { alone, useTRPC } from '../trpc';
import { Skeleton } from '../ui/skeleton';

/** How many are in a segment, counted once its row is in sight; the table does not wait for it. */
export function RowCount({ id }: { id: string }) {
  const trpc = useTRPC();
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const observer = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && setSeen(true));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  const segment = useQuery(trpc.segments.get.queryOptions({ id }, { ...alone, enabled: seen, staleTime: 30_000, meta: { quiet: true } }));
  return (
    <span ref={place}>
      {segment.data ? (
        formatNumber(segment.data.contact_count ?? 0)
      ) : segment.isError ? (
        <span className="text-ink-3">—</span>
      ) : (
        <Skeleton className="ml-auto w-10" />
      )}
    </span>
  );
}
