'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { AutomationDetail } from '@/contracts/automation-api';
import { useTRPC } from '../trpc';

/** What changes an automation; what is on screen is read anew afterwards. */
export function useAutomationActions(id: string) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => void queries.invalidateQueries({ queryKey: trpc.automations.pathKey() });
  const done = (words: string) => ({
    onSuccess: (automation: AutomationDetail) => {
      queries.setQueryData(trpc.automations.get.queryKey({ id }), automation);
      refresh();
      toast.success(words, { id: 'automation' });
    },
  });
  return {
    save: useMutation(trpc.automations.update.mutationOptions(done('Saved'))),
    activate: useMutation(trpc.automations.activate.mutationOptions(done('Active'))),
    pause: useMutation(trpc.automations.pause.mutationOptions(done('Paused'))),
    archive: useMutation(trpc.automations.archive.mutationOptions(done('Archived'))),
    refresh,
  };
}
