'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toast } from 'sonner';
import type { TrackingSettings } from '@/contracts/hooks';
import { useIsOwner } from '../organization';
import { useTRPC } from '../trpc';
import { Section } from '../ui/card';
import { Checkbox } from '../ui/checkbox';
import { ErrorState } from '../ui/error-state';
import { PageHeader } from '../ui/page-header';
import { Skeleton } from '../ui/skeleton';

/** What mail is tracked by; owners switch it. */
export function TrackingSwitches() {
  const owner = useIsOwner();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const settings = useQuery(trpc.tracking.settings.queryOptions());
  const update = useMutation(
    trpc.tracking.updateSettings.mutationOptions({
      onSuccess: (saved) => {
        queries.setQueryData(trpc.tracking.settings.queryKey(), saved);
        toast.success('Saved. It holds for sends that begin from now on.');
      },
    }),
  );
  const row = (key: keyof TrackingSettings, label: string, hint: string) => (
    <Checkbox
      checked={settings.data?.[key] ?? false}
      onCheckedChange={(checked) => update.mutate({ [key]: checked })}
      disabled={!owner || update.isPending}
      label={label}
      hint={hint}
    />
  );
  return (
    <>
      <PageHeader title="Tracking" description="How Muster learns what becomes of your mail." />
      <div className="flex max-w-2xl flex-col gap-4">
        <Section
          title="In your mail"
          description="For sends that begin from now on; what has left goes on working. Off here is off everywhere; on, a template or a send may still say no."
        >
          {settings.isError && !settings.data ? (
            <ErrorState error={settings.error} retry={() => settings.refetch()} what="the settings" />
          ) : settings.data ? (
            <div className="flex flex-col gap-4">
              {row('opens', 'Notice opens', 'A picture of one pixel, loaded when a mail is shown. Many programs hide who looks.')}
              {row('clicks', 'Notice clicks', 'Links lead through Muster to where they point. The link to unsubscribe never does.')}
            </div>
          ) : (
            <Skeleton className="w-2/3" />
          )}
        </Section>
        <Section title="What counts as a person">
          <p className="text-sm text-ink-2 text-pretty">
            Scanners, previews and privacy proxies load pictures and follow links without anybody looking. What they do is kept and marked
            as a machine’s: it never counts as opened or clicked, in filters, reports or automations.
          </p>
        </Section>
      </div>
    </>
  );
}
