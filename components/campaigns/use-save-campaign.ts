'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { toast } from 'sonner';
import type { Campaign } from '@/contracts/campaign';
import { useTRPC } from '../trpc';
import { bodyOf, type Draft } from './draft';

/**
 * Saves what is filled in, and launches it. A new campaign is saved first: when its launch is refused, the draft is there, and trying
 * again changes that one.
 */
export function useSaveCampaign(campaign: Campaign | undefined, onSaved: () => void) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const router = useRouter();
  const [made, setMade] = useState(campaign);
  const [pending, setPending] = useState<'save' | 'launch' | null>(null);
  const quiet = { meta: { quiet: true } };
  const create = useMutation(trpc.campaigns.create.mutationOptions(quiet));
  const update = useMutation(trpc.campaigns.update.mutationOptions(quiet));
  const start = useMutation(trpc.campaigns.launch.mutationOptions(quiet));
  const [error, setError] = useState<unknown>(null);

  const write = async (draft: Draft) => {
    const body = bodyOf(draft);
    const saved = made ? await update.mutateAsync({ id: made.id, ...body }) : await create.mutateAsync(body);
    setMade(saved);
    onSaved();
    return saved;
  };
  const attempt = async (what: 'save' | 'launch', work: () => Promise<Campaign>, said: (done: Campaign) => string) => {
    setPending(what);
    setError(null);
    try {
      const done = await work();
      queries.setQueryData(trpc.campaigns.get.queryKey({ id: done.id }), done);
      void queries.invalidateQueries({ queryKey: trpc.campaigns.pathKey() });
      toast.success(said(done));
      router.push(`/overview/campaigns/${done.id}`);
    } catch (failure) {
      setError(failure);
    } finally {
      setPending(null);
    }
  };
  return {
    pending,
    error,
    save: (draft: Draft) =>
      attempt(
        'save',
        () => write(draft),
        (done) => `“${done.name}” saved`,
      ),
    launch: (draft: Draft) =>
      attempt(
        'launch',
        async () => start.mutateAsync({ id: (await write(draft)).id }),
        (done) => (done.status === 'scheduled' ? `“${done.name}” scheduled` : `“${done.name}” launched`),
      ),
  };
}
