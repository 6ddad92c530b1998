'use client';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Audience } from '@/contracts/audience';
import { formatNumber } from '../format';
import { alone, useTRPC } from '../trpc';
import { Skeleton } from '../ui/skeleton';

type Props = { id: string; kind: Audience['kind'] };

/** How many are in an audience that is evaluated when used, counted once its row is in sight; the table does not wait for it. */
export function RowCount({ id, kind }: Props) {
  const trpc = useTRPC();
  const place = useRef<HTMLSpanElement>(null);
  const [seen, setSeen] = useState(false);
  useEffect(() => {
    if (!place.current || seen) return;
    const observer = new IntersectionObserver((entries) => entries.some((e) => e.isIntersecting) && setSeen(true));
    observer.observe(place.current);
    return () => observer.disconnect();
  }, [seen]);
  const options = (isKind: boolean) => ({ ...alone, enabled: seen && isKind, staleTime: 30_000, meta: { quiet: true } });
  const segment = useQuery(trpc.segments.get.queryOptions({ id }, options(kind === 'segment')));
  const other = useQuery(trpc.audiences.get.queryOptions({ id }, options(kind !== 'segment')));
  const counted = kind === 'segment' ? segment : other;
  const count = counted.data?.contact_count ?? null;
  return (
    <span ref={place}>
      {count !== null ? (
        formatNumber(count)
      ) : counted.data || counted.isError ? (
        <span className="text-ink-3">—</span>
      ) : (
        <Skeleton className="ml-auto w-10" />
      )}
    </span>
  );
}
