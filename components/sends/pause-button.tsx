'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pause, Play } from 'lucide-react';
import { toast } from 'sonner';
import type { Send } from '@/contracts/send';
import { useTRPC } from '../trpc';
import { Button } from '../ui/button';

/** Holds a send, or lets it go on. */
export function PauseButton({ send }: { send: Send }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const done = (said: string) => (changed: Send) => {
    queries.setQueryData(trpc.sends.get.queryKey({ id: send.id }), changed);
    void queries.invalidateQueries({ queryKey: trpc.sends.pathKey() });
    toast.success(said);
  };
  const pause = useMutation(trpc.sends.pause.mutationOptions({ onSuccess: done('Paused. Nothing more leaves until you resume it.') }));
  const resume = useMutation(trpc.sends.resume.mutationOptions({ onSuccess: done('Resumed. What is left keeps its spacing.') }));
  const paused = send.status === 'paused';
  return (
    <Button
      variant="secondary"
      loading={pause.isPending || resume.isPending}
      onClick={() => (paused ? resume : pause).mutate({ id: send.id })}
    >
      {paused ? <Play aria-hidden className="size-3.5" /> : <Pause aria-hidden className="size-3.5" />}
      {paused ? 'Resume' : 'Pause'}
    </Button>
  );
}
