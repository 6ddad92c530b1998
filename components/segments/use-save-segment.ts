'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { Segment } from '@/contracts/segment';
import { useTRPC } from '../trpc';
import { inItNow } from './to-audience';

/** Saves a segment; everything that shows its people is read again. */
export function useSaveSegment(onSaved: (segment: Segment) => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.segments.update.mutationOptions({
      onSuccess: (segment) => {
        queries.setQueryData(trpc.segments.get.queryKey({ id: segment.id }), segment);
        for (const queryKey of [
          trpc.segments.list.pathKey(),
          trpc.segments.insights.pathKey(),
          trpc.segments.explain.pathKey(),
          trpc.segments.overlap.pathKey(),
          trpc.audiences.pathKey(),
        ])
          void queries.invalidateQueries({ queryKey });
        toast.success(segment.type === 'static' ? 'Saved and frozen' : 'Segment saved', { description: inItNow(segment) });
        onSaved(segment);
      },
    }),
  );
}
